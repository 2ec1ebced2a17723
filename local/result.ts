/**
 * What a sync has led to in the organization, once everything acknowledged is applied.
 * Person by person, group by group: what SCIM shows, and where the member stands.
 */
import { setTimeout as wait } from "node:timers/promises";
import type { Admin, EventRow, FailureRow, MemberRow } from "./admin.ts";
import { type Comparison, compareWithOrganization } from "./directory/check.ts";
import type { Difference } from "./directory/difference.ts";
import { type Scope, scopeOf } from "./directory/scope.ts";
import type { Tenant } from "./directory/tenant.ts";
import type { Person } from "./directory/users/person.ts";
import type { SyncOutcome } from "./sync.ts";

const SETTLE_MS = 120_000;
/** What was changed by hand in a group of the directory's is put back within this time. */
const PUT_BACK_MS = 60_000;
const LOOK_AGAIN_MS = 500;

/** The organization after a sync. */
export type Result = {
  /** Events since the sync began. */
  readonly events: readonly EventRow[];
  readonly members: readonly MemberRow[];
  readonly failures: readonly FailureRow[];
  readonly comparison: Comparison;
};

/** The number of the organization's last event; 0 when there is none. */
export async function lastEventNumber(admin: Admin): Promise<number> {
  return (await admin.events(0)).at(-1)?.number ?? 0;
}

/**
 * Waits until nothing acknowledged is left to apply and what was changed by hand is put back, then looks.
 * @param after the last event before the sync
 */
export async function readResult(admin: Admin, outcome: SyncOutcome, after: number): Promise<Result> {
  const { members, comparison } = await converge(admin, outcome);
  return { events: await admin.events(after), members, failures: await admin.failures(), comparison };
}

async function converge(
  admin: Admin,
  { tenant, target }: SyncOutcome,
): Promise<{ members: MemberRow[]; comparison: Comparison }> {
  const giveUpAt = Date.now() + PUT_BACK_MS;
  for (;;) {
    const members = await settle(admin);
    const comparison = await compareWithOrganization(tenant, target);
    const differences = [...comparison.differences, ...compareStatus(tenant, members)];
    if (differences.length === 0 || Date.now() > giveUpAt)
      return { members, comparison: { ...comparison, differences } };
    await wait(LOOK_AGAIN_MS);
  }
}

async function settle(admin: Admin): Promise<MemberRow[]> {
  const giveUpAt = Date.now() + SETTLE_MS;
  for (;;) {
    const [members, groups] = await Promise.all([admin.members(), admin.groups()]);
    const isPending = [...members, ...groups].some(({ pending }) => pending);
    if (Date.now() > giveUpAt || !isPending) return members;
    await wait(LOOK_AGAIN_MS);
  }
}

/** SCIM shows what the directory wrote; only the member's status shows that it was applied. */
function compareStatus(tenant: Tenant, members: readonly MemberRow[]): Difference[] {
  const scope = scopeOf(tenant);
  const byId = new Map(members.map((member) => [member.id, member]));
  return tenant.people.flatMap((person) => {
    const member = person.scimId === null ? undefined : byId.get(person.scimId);
    if (member === undefined || agrees(scope, person, member)) return [];
    const directory = isActive(scope, person) ? "active" : "inactive";
    const status = member.pending ? `${member.status}, not yet applied` : member.status;
    return [{ subject: person.userPrincipalName, attribute: "status", directory, organization: status }];
  });
}

/** Who waits for a seat or an address is where a member belongs whom the directory wants active. */
function agrees(scope: Scope, person: Person, { status, waiting, pending }: MemberRow): boolean {
  if (pending) return false;
  const isOut = status === "revoked" || status === "staged";
  return isActive(scope, person) ? !isOut || waiting !== null : isOut;
}

function isActive(scope: Scope, person: Person): boolean {
  return scope.covers(person) && person.accountEnabled;
}
