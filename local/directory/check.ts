/**
 * Compares an organization with the directory over SCIM: person by person, group by group, membership by membership.
 *
 * Always true: it only reads, and reports both what is missing and what should not be there.
 */
import type { Difference } from "./difference.ts";
import { compareGroups } from "./groups/check.ts";
import { compareGroupsOfPeople } from "./groups/of-people.ts";
import { sourceOf } from "./source.ts";
import type { Tenant } from "./tenant.ts";
import { compareUsers } from "./users/check.ts";
import { openConnection, type Target } from "./wire/connection.ts";
import { listAll } from "./wire/list.ts";

export type Comparison = {
  /** How many people, groups and memberships were compared. */
  people: number;
  groups: number;
  memberships: number;
  differences: Difference[];
};

/**
 * Reads both lists, each group with its members, and the groups of some people. Users and groups which no directory
 * has written (no externalId) and which are none of the tenant's are not its concern. Throws UnusableServer.
 */
export async function compareWithOrganization(tenant: Tenant, target: Target): Promise<Comparison> {
  const connection = openConnection(target);
  const source = sourceOf(tenant);
  try {
    const users = await listAll(connection, "/Users");
    const ofUsers = compareUsers(tenant, source, users);
    const groups = await listAll(connection, "/Groups", { excludedAttributes: "members" });
    const inFlight = target.connections;
    const { memberships, ...ofGroups } = await compareGroups(tenant, source, connection, groups, inFlight);
    const ofPeople = await compareGroupsOfPeople(tenant, source, connection, groups, inFlight);
    const differences = [...ofUsers, ...ofGroups.differences, ...ofPeople];
    return { people: tenant.people.length, groups: ofGroups.checked, memberships, differences };
  } finally {
    connection.close();
  }
}
