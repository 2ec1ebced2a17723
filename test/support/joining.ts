/**
 * The way of an invitee into an organization: the link in the e-mail, accepting, being confirmed.
 */
import type { ParsedMail } from "mailparser";
import { expect } from "vitest";
import { acceptInvitation } from "../../api/organization/members/accept.ts";
import { resolveLastOwner } from "../../api/organization/members/last-owner.ts";
import { Refusal } from "../../api/organization/refusal.ts";
import type { KeyPair } from "../../api/organization/schema/handshake.ts";
import type { Standing } from "../../shared/store/documents.ts";
import { inTurn } from "../../shared/store/turn.ts";
import type { House } from "./house.ts";
import { admin, type TestOrganization } from "./organization.ts";

/** A key pair of the right form that opens nothing; `seed` makes it another one. */
export function keyPairLike(seed = "a"): KeyPair {
  const text = (length: number) => seed.repeat(length).slice(0, length);
  return {
    publicKey: text(43),
    wrappedPrivateKey: {
      version: 1,
      kdf: { name: "argon2id", memoryKib: 19_456, passes: 2, lanes: 1, salt: text(22) },
      nonce: text(16),
      ciphertext: text(64),
    },
  };
}

/** The token of the link in an invitation. */
export function tokenIn(mail: ParsedMail | undefined): string {
  const token = /\/join\/[^/\s]+\/([\w-]+)/.exec(mail?.text ?? "")?.[1];
  if (token === undefined) throw new Error("the e-mail has no link to join");
  return token;
}

/** Opens a link and accepts. */
export function acceptBy(house: House, organization: TestOrganization, token: string): Promise<void> {
  return acceptInvitation(house.deps, organization.id, token, keyPairLike());
}

/** Accepts by the newest link that went to an address. */
export function accept(house: House, organization: TestOrganization, local: string): Promise<void> {
  return acceptBy(house, organization, tokenIn(organization.mails(local).at(-1)));
}

/** Confirms a member who has accepted, as the admin, and without a key: as it was before organizations had one. */
export async function confirm(house: House, organization: TestOrganization, id: string): Promise<void> {
  const { store, now } = house.deps;
  const at = now();
  await inTurn(store, organization.id, at, async (turn) => {
    const { modifiedCount } = await store.members.updateOne(
      { organization: organization.id, _id: id, "standing.status": "accepted" },
      { $set: { "standing.status": "confirmed" } },
      { session: turn.session },
    );
    if (modifiedCount === 0) throw new Error(`${id} has not accepted`);
    turn.tell([{ kind: "member.confirmed", member: id, status: "confirmed", since: at, actor: admin }]);
    await resolveLastOwner(store, turn, at);
  });
}

/** Provisions a user and brings them to where they shall stand; gives back the id. */
export async function provisionAs(
  house: House,
  organization: TestOrganization,
  local: string,
  status: "invited" | "accepted" | "confirmed",
): Promise<string> {
  const id = await organization.provision(local);
  if (status !== "invited") await accept(house, organization, local);
  if (status === "confirmed") await confirm(house, organization, id);
  expect((await organization.member(id)).status).toBe(status);
  return id;
}

/** A member's standing as it is kept. */
export async function standingOf({ deps }: House, id: string): Promise<Standing> {
  const member = await deps.store.members.findOne({ _id: id });
  if (!member) throw new Error(`there is no record of ${id}`);
  return member.standing;
}

/** Expects that a link opens nothing. */
export async function expectDead(house: House, organization: TestOrganization, token: string): Promise<void> {
  await expect(acceptBy(house, organization, token)).rejects.toBeInstanceOf(Refusal);
}
