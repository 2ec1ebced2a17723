/**
 * What an admin decides about many members at once: each for itself, so that one who cannot be had does not stop the
 * others, and with few calls to the store.
 */
import type { Actor, Member, Organization } from "../../../shared/store/documents.ts";
import { decisionOfMany, type Written } from "../../../shared/store/members.ts";
import type { ApiDeps } from "../../deps.ts";
import { positionsOf } from "../../scim/list/positions.ts";
import { Refusal } from "../refusal.ts";
import type { BulkOutcome, MemberAction } from "../schema/member.ts";
import { type Deciding, decisions, takesAccess } from "./decisions.ts";
import { isActiveOwner, isLastOwner, writeUnlessLastOwner } from "./last-owner.ts";

/** Tries against others who write the same members. */
const triesMax = 5;

/** Does one thing to some members. */
export async function actOnMembers(
  deps: ApiDeps,
  organization: Organization,
  action: MemberAction,
  ids: readonly string[],
  by: Actor,
  { sparesOwners } = { sparesOwners: false },
): Promise<BulkOutcome> {
  const outcomes = new Map<string, Outcome>();
  let left = [...new Set(ids)];
  for (let tries = 0; left.length > 0 && tries < triesMax; tries += 1) {
    const members = await readAll(deps, organization._id, left);
    const decided = await decideAll(deps, organization, { action, by, members, ids: left, sparesOwners });
    for (const [id, outcome] of decided) if (outcome !== "stale") outcomes.set(id, outcome);
    left = left.filter((id) => !outcomes.has(id));
  }
  for (const id of left)
    outcomes.set(id, { refused: "Somebody else changes this member all the time; try again." });
  deps.queues.wake(organization._id);
  if (action === "remove") deps.positions.forget(positionsOf(organization._id, "User"));
  return outcomeOf(outcomes);
}

/** Releases all whose invitation is held. @returns how many they are */
export async function releaseAll(
  { store, queues, now }: ApiDeps,
  organization: string,
  by: Actor,
): Promise<number> {
  const { modifiedCount } = await store.members.updateMany(
    {
      organization,
      "standing.waiting.kind": "release",
      removedAt: { $exists: false },
      released: { $ne: true },
    },
    decisionOfMany({ released: true }, [], by, now()),
  );
  queues.wake(organization);
  return modifiedCount;
}

type Outcome = "done" | { readonly refused: string };

type Asked = {
  readonly action: MemberAction;
  readonly by: Actor;
  readonly sparesOwners: boolean;
  readonly ids: readonly string[];
  readonly members: ReadonlyMap<string, Member>;
};

/** Removed ones too, so that removing twice is removing once. */
async function readAll(
  { store }: ApiDeps,
  organization: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Member>> {
  const found = await store.members.find({ organization, _id: { $in: [...ids] } }).toArray();
  return new Map(found.map((member) => [member._id, member]));
}

/** The writes of all go together in the group commit; those that take owners out, in a turn each. */
async function decideAll(
  deps: ApiDeps,
  organization: Organization,
  { action, by, ids, members, sparesOwners }: Asked,
): Promise<(readonly [string, Outcome | "stale"])[]> {
  const deciding = { organization, by, now: deps.now(), sparesOwners };
  const isOwner = (id: string) => {
    const member = members.get(id);
    return takesAccess(action) && member !== undefined && isActiveOwner(member);
  };
  const decideOne = async (id: string) =>
    [id, await decide(deps, action, deciding, members.get(id))] as const;
  const decided = await Promise.all(ids.filter((id) => !isOwner(id)).map(decideOne));
  for (const id of ids.filter(isOwner)) decided.push(await decideOne(id));
  return decided;
}

async function decide(
  deps: ApiDeps,
  action: MemberAction,
  deciding: Deciding,
  member: Member | undefined,
): Promise<Outcome | "stale"> {
  if (!member || (member.removedAt && action !== "remove"))
    return { refused: "There is no such member any more." };
  try {
    const write = decisions[action](member, deciding);
    if (!write) return "done";
    if (deciding.sparesOwners && takesAccess(action) && member.standing.role === "owner")
      return {
        refused: `${member.attributes.userName} is an owner: only an owner who is signed in does that.`,
      };
    const isOwners = takesAccess(action) && isActiveOwner(member);
    return outcomeOfWrite(
      member,
      await (isOwners ? writeUnlessLastOwner(deps, member, write) : deps.writeMember(write)),
    );
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.message };
    throw error;
  }
}

function outcomeOfWrite({ attributes }: Member, written: Written | "last"): Outcome | "stale" {
  if (written === "last") return { refused: isLastOwner(attributes.userName) };
  return written === "written" ? "done" : "stale";
}

function outcomeOf(outcomes: ReadonlyMap<string, Outcome>): BulkOutcome {
  const all = [...outcomes];
  return {
    done: all.flatMap(([id, outcome]) => (outcome === "done" ? [id] : [])),
    refused: all.flatMap(([id, outcome]) => (outcome === "done" ? [] : [{ id, detail: outcome.refused }])),
  };
}
