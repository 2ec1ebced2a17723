/**
 * Confirming members who have accepted, or who were confirmed before there was a key (row B53). The admin's browser has
 * sealed the organization's key for each member's public key, and what the server keeps of that it cannot open.
 */
import type { AnyBulkWriteOperation } from "mongodb";
import { isWanted } from "../../../shared/standing.ts";
import type { Actor, Member } from "../../../shared/store/documents.ts";
import { inTurn, type Turn } from "../../../shared/store/turn.ts";
import type { ApiDeps } from "../../deps.ts";
import { Refusal } from "../refusal.ts";
import type { Confirmed } from "../schema/handshake.ts";
import type { BulkOutcome } from "../schema/member.ts";
import { resolveLastOwner } from "./last-owner.ts";

/** Members that one turn confirms. */
const batchMax = 250;

/**
 * Confirms members, each with the organization's key sealed for the public key that the admin was shown.
 * @throws Refusal where the organization has no key yet
 */
export async function confirmMembers(
  deps: ApiDeps,
  organization: string,
  confirmed: readonly Confirmed[],
  by: Actor,
): Promise<BulkOutcome> {
  const once = [...new Map(confirmed.map((one) => [one.id, one])).values()];
  const outcome: BulkOutcome = { done: [], refused: [] };
  for (let start = 0; start < once.length; start += batchMax) {
    const part = await confirmBatch(deps, organization, once.slice(start, start + batchMax), by);
    outcome.done.push(...part.done);
    outcome.refused.push(...part.refused);
  }
  return outcome;
}

async function confirmBatch(
  { store, now }: ApiDeps,
  organization: string,
  batch: readonly Confirmed[],
  by: Actor,
): Promise<BulkOutcome> {
  const at = now();
  const outcome = await inTurn(store, organization, at, async (turn): Promise<BulkOutcome | null> => {
    if (!turn.organization.key) return null;
    const ids = batch.map(({ id }) => id);
    const found = await store.members
      .find({ organization, _id: { $in: ids }, removedAt: { $exists: false } }, { session: turn.session })
      .toArray();
    const members = new Map(found.map((member) => [member._id, member]));
    const judged = batch.map((one) => ({ one, refusal: refusalOf(members.get(one.id), one) }));
    const good = judged.flatMap(({ one, refusal }) => (refusal === null ? [one] : []));
    await write(turn, good, members, { store, by, at });
    return {
      done: good.map(({ id }) => id),
      refused: judged.flatMap(({ one, refusal }) =>
        refusal === null ? [] : [{ id: one.id, detail: refusal }],
      ),
    };
  });
  if (!outcome) throw new Refusal("The organization has no key yet: an owner makes it first.");
  return outcome;
}

const notAccepted = "Only a member who has accepted the invitation can be confirmed.";

function refusalOf(member: Member | undefined, { publicKey }: Confirmed): string | null {
  if (!member) return "There is no such member any more.";
  const { userName } = member.attributes;
  const { status } = member.standing;
  if (status === "revoked" || !isWanted(member)) return `${userName} is revoked.`;
  if (status !== "accepted" && status !== "confirmed") return notAccepted;
  if (member.standing.publicKey !== publicKey)
    return `${userName} has another public key by now: compare it again.`;
  return null;
}

/** Who is confirmed already keeps the key they have; or gets it, where they were confirmed before there was one. */
async function write(
  turn: Turn,
  confirmed: readonly Confirmed[],
  members: ReadonlyMap<string, Member>,
  { store, by, at }: Pick<ApiDeps, "store"> & { readonly by: Actor; readonly at: Date },
): Promise<void> {
  const { session, organization } = turn;
  const due = confirmed.flatMap((one) => {
    const standing = members.get(one.id)?.standing;
    return standing && (standing.status === "accepted" || !standing.sealedOrganizationKey)
      ? [{ ...one, status: standing.status }]
      : [];
  });
  if (due.length === 0) return;
  const writes = due.map(({ id, sealedOrganizationKey }): AnyBulkWriteOperation<Member> => {
    const set = {
      "standing.status": "confirmed" as const,
      "standing.sealedOrganizationKey": JSON.stringify(sealedOrganizationKey),
    };
    return { updateOne: { filter: { organization: organization._id, _id: id }, update: { $set: set } } };
  });
  await store.members.bulkWrite(writes, { session, ordered: false });
  turn.tell(due.map(({ id, status }) => toldOf(id, status, by, at)));
  await resolveLastOwner(store, turn, at);
}

/** What others are told: that there is a key, never the key. */
function toldOf(member: string, was: Member["standing"]["status"], actor: Actor, since: Date) {
  const told = { member, status: "confirmed" as const, since, actor };
  return was === "confirmed"
    ? { kind: "member.updated" as const, ...told, detail: ["keys"] }
    : { kind: "member.confirmed" as const, ...told };
}
