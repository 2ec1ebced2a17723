/**
 * Removals that are held for review, since the directory took access from too many at once (row F08): an admin lets
 * them be done, or undoes them.
 */
import type { z } from "zod";
import type { Actor, Member } from "../../../shared/store/documents.ts";
import { decisionOfMany } from "../../../shared/store/members.ts";
import type { ApiDeps } from "../../deps.ts";
import { Refusal } from "../refusal.ts";
import type { Page } from "../schema/common.ts";
import type { heldRemoval } from "../schema/failure.ts";

export type HeldRemoval = z.infer<typeof heldRemoval>;

/** Those whose removal is held, a page at a time, by age. */
export async function listHeldRemovals(
  { store }: ApiDeps,
  organization: string,
  page: Page,
): Promise<HeldRemoval[]> {
  const found = await store.members
    .find({ ...heldIn(organization), ...(page.after !== undefined && { _id: { $gt: page.after } }) })
    .sort({ _id: 1 })
    .limit(page.limit)
    .toArray();
  return found.map(({ _id, attributes, standing, removedAt }) => ({
    id: _id,
    userName: attributes.userName,
    displayName: attributes.displayName ?? null,
    was: standing.restoreTo ?? null,
    removedAt: removedAt ?? null,
  }));
}

/**
 * Lets what the directory did be done: those members are removed, with all that is theirs.
 * @param only the id of one member; without it, all
 * @returns how many they are
 * @throws Refusal where there is none
 */
export function approveRemovals(
  deps: ApiDeps,
  organization: string,
  by: Actor,
  only?: string,
): Promise<number> {
  return decide(deps, organization, by, { only, set: { keys: {}, removalApproved: by }, unset: [] });
}

/**
 * Takes back what the directory did: those members are who they were. Until the directory sends them again it does
 * not know them.
 * @param only the id of one member; without it, all
 * @returns how many they are
 * @throws Refusal where there is none
 */
export function undoRemovals(deps: ApiDeps, organization: string, by: Actor, only?: string): Promise<number> {
  const named = { "keys.userName": { $exists: true } };
  return decide(deps, organization, by, { only, filter: named, set: {}, unset: ["removedAt"] });
}

type Decision = {
  readonly only: string | undefined;
  readonly filter?: object;
  readonly set: Partial<Pick<Member, "keys" | "removalApproved">>;
  readonly unset: readonly "removedAt"[];
};

async function decide(
  { store, queues, now }: ApiDeps,
  organization: string,
  by: Actor,
  { only, filter, set, unset }: Decision,
): Promise<number> {
  const { modifiedCount } = await store.members.updateMany(
    { ...heldIn(organization), ...filter, ...(only !== undefined && { _id: only }) },
    decisionOfMany(set, unset, by, now()),
  );
  if (modifiedCount === 0) throw new Refusal("No removal is held for review here.");
  queues.wake(organization);
  return modifiedCount;
}

function heldIn(organization: string) {
  return { organization, "standing.waiting.kind": "review", removedAt: { $exists: true } } as const;
}
