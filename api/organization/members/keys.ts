/**
 * A member's own keys, and the organization's, as the server has them: texts that only browsers open. They go to the
 * member alone, and are never logged.
 */
import type { Member, Standing } from "../../../shared/store/documents.ts";
import type { Store } from "../../../shared/store/store.ts";
import { inTurn, type Turn } from "../../../shared/store/turn.ts";
import type { ApiDeps } from "../../deps.ts";
import { Refusal } from "../refusal.ts";
import {
  type KeyPair,
  type OrganizationKeySetup,
  type OwnKeys,
  sealedKey,
  wrappedKey,
} from "../schema/handshake.ts";
import { noteAccepted } from "./accept.ts";
import { isActiveOwner } from "./last-owner.ts";

type Who = Pick<Member, "organization" | "_id">;

/** The member's keys, for the member's browser. */
export async function readOwnKeys({ store }: ApiDeps, { organization, _id }: Who): Promise<OwnKeys> {
  const [member, place] = await Promise.all([
    store.members.findOne({ organization, _id, removedAt: { $exists: false } }),
    store.organizations.findOne({ _id: organization }),
  ]);
  const { publicKey, wrappedPrivateKey, sealedOrganizationKey }: Partial<Standing> = member?.standing ?? {};
  return {
    publicKey: publicKey ?? null,
    wrappedPrivateKey: wrappedPrivateKey ? wrappedKey.parse(JSON.parse(wrappedPrivateKey)) : null,
    sealedOrganizationKey: sealedOrganizationKey ? sealedKey.parse(JSON.parse(sealedOrganizationKey)) : null,
    organizationHasKey: place?.key !== undefined,
  };
}

/**
 * Keeps that an owner has made the organization's key, with the owner's own keys.
 * @throws Refusal where there is a key already, or the member is no confirmed owner
 */
export async function setUpOrganizationKey(
  { store, now }: ApiDeps,
  owner: Who,
  setup: OrganizationKeySetup,
): Promise<void> {
  const at = now();
  const { organization, _id } = owner;
  const refused = await inTurn(store, organization, at, async (turn) => {
    const { session } = turn;
    if (turn.organization.key) return "The organization has a key already.";
    const member = await findHere(store, owner, turn);
    if (!member || !isActiveOwner(member)) return "Only a confirmed owner makes the organization's key.";
    await store.organizations.updateOne(
      { _id: organization },
      { $set: { key: { at, by: _id } } },
      { session },
    );
    const set = {
      ...pairSet(setup),
      "standing.sealedOrganizationKey": JSON.stringify(setup.sealedOrganizationKey),
    };
    await store.members.updateOne({ organization, _id }, { $set: set }, { session });
    tellKeys(turn, _id, "member.updated", "confirmed", at);
    return null;
  });
  if (refused !== null) throw new Refusal(refused);
}

/**
 * Another passphrase: the same private key, wrapped anew.
 * @throws Refusal where the public key is not the member's
 */
export async function changePassphrase(
  { store }: ApiDeps,
  { organization, _id }: Who,
  { publicKey, wrappedPrivateKey }: KeyPair,
): Promise<void> {
  const { matchedCount } = await store.members.updateOne(
    { organization, _id, "standing.publicKey": publicKey, removedAt: { $exists: false } },
    { $set: { "standing.wrappedPrivateKey": JSON.stringify(wrappedPrivateKey) } },
  );
  if (matchedCount === 0) throw new Refusal("Your key pair is another one by now. Load the page again.");
}

/**
 * A lost passphrase: a new key pair. What was sealed for the old one is gone, so an admin has to confirm the member again.
 * @throws Refusal where that would lose the organization's last owner, or the key with the last owner who has it
 */
export async function resetKeys({ store, now }: ApiDeps, who: Who, pair: KeyPair): Promise<void> {
  const at = now();
  const { organization, _id } = who;
  const refused = await inTurn(store, organization, at, async (turn) => {
    const member = await findHere(store, who, turn);
    const status = member?.standing.status;
    if (!member || (status !== "accepted" && status !== "confirmed"))
      return "Only a member who has accepted the invitation has keys.";
    const isLast = isActiveOwner(member) && !(await isReplaceable(store, member, turn));
    if (isLast && member.standing.sealedOrganizationKey) return lastOwner;
    // The last owner who never had the key has none to lose, and stays who they are.
    const becomes = isLast ? "confirmed" : "accepted";
    const set = {
      ...pairSet(pair),
      "standing.status": becomes,
      "standing.acceptedAt": at,
    } as const;
    await store.members.updateOne(
      { organization, _id },
      { $set: set, $unset: { "standing.sealedOrganizationKey": true } },
      { session: turn.session },
    );
    if (becomes === "accepted") await noteAccepted(store, turn, at);
    tellKeys(turn, _id, becomes === "accepted" ? "member.accepted" : "member.updated", becomes, at);
    return null;
  });
  if (refused !== null) throw new Refusal(refused);
}

const lastOwner =
  "You are the last confirmed owner who has the organization's key, and it would be lost for good. Make another member owner first, and confirm them.";

/** Whether another owner who counts would be left; and, where the member has the organization's key, one who has it too. */
async function isReplaceable(
  { members }: Store,
  { organization, _id, standing }: Member,
  { session }: Turn,
): Promise<boolean> {
  const owners = await members
    .find({ organization, "standing.role": "owner", "standing.status": "confirmed" }, { session })
    .toArray();
  return owners.some(
    (owner) =>
      owner._id !== _id &&
      !owner.removedAt &&
      isActiveOwner(owner) &&
      (!standing.sealedOrganizationKey || owner.standing.sealedOrganizationKey !== undefined),
  );
}

function findHere({ members }: Store, { organization, _id }: Who, { session }: Turn): Promise<Member | null> {
  return members.findOne({ organization, _id, removedAt: { $exists: false } }, { session });
}

function pairSet({ publicKey, wrappedPrivateKey }: KeyPair) {
  return {
    "standing.publicKey": publicKey,
    "standing.wrappedPrivateKey": JSON.stringify(wrappedPrivateKey),
  };
}

/** That keys changed, never what they are. */
function tellKeys(
  turn: Turn,
  member: string,
  kind: "member.updated" | "member.accepted",
  status: "accepted" | "confirmed",
  since: Date,
): void {
  turn.tell([{ kind, member, status, since, actor: { kind: "member", id: member }, detail: ["keys"] }]);
}
