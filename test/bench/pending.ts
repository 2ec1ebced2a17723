/**
 * Waiting for the workers.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { House } from "../support/house.ts";

/** Waits until so many members of an organization, or fewer, have pending work. */
export async function expectPending({ deps }: House, organization: string, members: number): Promise<void> {
  while (
    (await deps.store.members.countDocuments({ organization, "pending.dueAt": { $exists: true } })) > members
  )
    await pause(20);
}

/** Waits until so many memberships of an organization, or fewer, are pending. */
export async function expectMembershipsPending(
  { deps }: House,
  organization: string,
  memberships: number,
): Promise<void> {
  const due = { organization, "pending.dueAt": { $exists: true } };
  while ((await deps.store.memberships.countDocuments(due, { limit: memberships + 1 })) > memberships)
    await pause(50);
}

/** Waits until no e-mail is queued. */
export async function expectMailed({ deps }: House): Promise<void> {
  while ((await deps.store.emails.countDocuments({ state: "queued" }, { limit: 1 })) > 0) await pause(100);
}
