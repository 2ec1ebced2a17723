/**
 * Compares the `groups` that users show with the groups that people are members of.
 *
 * Always true: it looks at a few people only, some of them in no group.
 */
import { z } from "zod";
import { type Difference, presence } from "../difference.ts";
import { isGroupInScope } from "../scope.ts";
import type { Source } from "../source.ts";
import type { Tenant } from "../tenant.ts";
import type { Person } from "../users/person.ts";
import { type Connection, UnusableServer } from "../wire/connection.ts";
import { forEachInFlight } from "../wire/in-flight.ts";
import { isSuccess, resourceFrom, type StoredResource } from "../wire/message.ts";
import { wantedMembersOf } from "./wanted.ts";

const sampleSize = 20;
const groupsSchema = z.array(z.object({ value: z.string() }));

/** `listed` is every group of the organization; those that no directory has written are not compared. */
export async function compareGroupsOfPeople(
  tenant: Tenant,
  source: Source,
  connection: Connection,
  listed: ReadonlyMap<string, StoredResource>,
  inFlight: number,
): Promise<Difference[]> {
  const groups = source.groups === null ? [] : tenant.groups.filter(isGroupInScope);
  const wanted = new Map<string, Set<string>>();
  for (const group of groups)
    for (const id of wantedMembersOf(source, group))
      wanted.set(id, (wanted.get(id) ?? new Set()).add(group.scimId ?? group.displayName));
  const nameOf = new Map(groups.map(({ scimId, displayName }) => [scimId, displayName]));
  const isByHand = (id: string) => listed.has(id) && typeof listed.get(id)?.["externalId"] !== "string";
  const differences: Difference[] = [];
  await forEachInFlight(inFlight, sampleOf(tenant), async ({ scimId, userPrincipalName }) => {
    if (scimId === null) return;
    const shown = new Set((await groupsOf(connection, scimId)).filter((id) => !isByHand(id)));
    const own = wanted.get(scimId) ?? new Set();
    const report = (ids: Set<string>, expected: boolean) => {
      for (const id of ids)
        differences.push(presence(userPrincipalName, expected, `group ${nameOf.get(id) ?? id}`));
    };
    report(own.difference(shown), true);
    report(shown.difference(own), false);
  });
  return differences;
}

/** Spread evenly over everybody who is in the target. */
function sampleOf({ people }: Tenant): Person[] {
  const present = people.filter(({ scimId }) => scimId !== null);
  const step = Math.max(1, Math.floor(present.length / sampleSize));
  return present.filter((_, index) => index % step === 0);
}

/** Somebody who is not there shows none; the comparison of people reports that. */
async function groupsOf(connection: Connection, scimId: string): Promise<string[]> {
  const answer = await connection.request("GET", `/Users/${encodeURIComponent(scimId)}`);
  if (answer.status === 404) return [];
  if (!isSuccess(answer))
    throw new UnusableServer(`A user cannot be read: ${answer.status} ${answer.detail}`);
  const read = groupsSchema.safeParse(resourceFrom(answer)["groups"] ?? []);
  if (read.success) return read.data.map(({ value }) => value);
  throw new UnusableServer(`The groups of a user cannot be read: ${z.prettifyError(read.error)}`);
}
