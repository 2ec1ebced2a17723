/**
 * What a sync has led to in the organization, once everything acknowledged is applied.
 * Person by person: what SCIM shows, and where the member stands.
 */
import { setTimeout as wait } from "node:timers/promises";
import type { Admin, EventRow, FailureRow, MemberRow } from "./admin.ts";
import { compareWithOrganization, type Difference } from "./directory/check.ts";
import { inScope, type Person, type Tenant } from "./directory/tenant.ts";
import type { SyncOutcome } from "./sync.ts";

const SETTLE_MS = 120_000;
const LOOK_AGAIN_MS = 500;

/** The organization after a sync. */
export type Result = {
  /** Events since the sync began. */
  readonly events: readonly EventRow[];
  readonly members: readonly MemberRow[];
  readonly failures: readonly FailureRow[];
  readonly checked: number;
  readonly differences: readonly Difference[];
};

/** The number of the organization's last event; 0 when there is none. */
export async function lastEventNumber(admin: Admin): Promise<number> {
  return (await admin.events(0)).at(-1)?.number ?? 0;
}

/**
 * Waits until nothing acknowledged is left to apply, then looks.
 * @param after the last event before the sync
 */
export async function readResult(admin: Admin, outcome: SyncOutcome, after: number): Promise<Result> {
  const members = await settle(admin);
  const events = await admin.events(after);
  const failures = await admin.failures();
  const { checked, differences } = await compareWithOrganization(outcome.tenant, outcome.target);
  return {
    events,
    members,
    failures,
    checked,
    differences: [...differences, ...compareStatus(outcome.tenant, members)],
  };
}

async function settle(admin: Admin): Promise<MemberRow[]> {
  const giveUpAt = Date.now() + SETTLE_MS;
  for (;;) {
    const members = await admin.members();
    if (Date.now() > giveUpAt || !members.some(({ pending }) => pending)) return members;
    await wait(LOOK_AGAIN_MS);
  }
}

/** SCIM shows what the directory wrote; only the member's status shows that it was applied. */
function compareStatus(tenant: Tenant, members: readonly MemberRow[]): Difference[] {
  const byId = new Map(members.map((member) => [member.id, member]));
  return tenant.people.flatMap((person) => {
    const member = person.scimId === null ? undefined : byId.get(person.scimId);
    if (member === undefined || agrees(person, member)) return [];
    const directory = isActive(person) ? "active" : "inactive";
    const status = member.pending ? `${member.status}, not yet applied` : member.status;
    return [{ person: person.userPrincipalName, attribute: "status", directory, organization: status }];
  });
}

/** Who waits for a seat or an address is where a member belongs whom the directory wants active. */
function agrees(person: Person, { status, waiting, pending }: MemberRow): boolean {
  if (pending) return false;
  const isOut = status === "revoked" || status === "staged";
  return isActive(person) ? !isOut || waiting !== null : isOut;
}

function isActive(person: Person): boolean {
  return inScope(person) && person.accountEnabled;
}
