/**
 * B50, B53, B54: the handshake as the server sees it. Keys are texts that it keeps and hands to the member alone.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptInvitation } from "../../api/organization/members/accept.ts";
import { confirmMembers } from "../../api/organization/members/confirm.ts";
import {
  changePassphrase,
  readOwnKeys,
  resetKeys,
  setUpOrganizationKey,
} from "../../api/organization/members/keys.ts";
import { changeRole, requireMember } from "../../api/organization/members/members.ts";
import { Refusal } from "../../api/organization/refusal.ts";
import { type House, openHouse } from "../support/house.ts";
import { confirm, keyPairLike, provisionAs, standingOf, tokenIn } from "../support/joining.ts";
import { ownerOf, sealedLike, setUpKey } from "../support/keys.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Provisions somebody who accepts with a key pair of their own. */
async function acceptAs(organization: TestOrganization, local: string, seed: string): Promise<string> {
  const id = await organization.provision(local);
  const token = tokenIn(organization.mails(local).at(-1));
  await acceptInvitation(house.deps, organization.id, token, keyPairLike(seed));
  return id;
}

const sealedFor = (id: string, seed: string) => ({
  id,
  publicKey: keyPairLike(seed).publicKey,
  sealedOrganizationKey: sealedLike(seed),
});

const confirmAll = (organization: TestOrganization, ...members: ReturnType<typeof sealedFor>[]) =>
  confirmMembers(house.deps, organization.id, members, admin);

const keysOf = (organization: TestOrganization, _id: string) =>
  readOwnKeys(house.deps, { organization: organization.id, _id });

async function confirmed(organization: TestOrganization, local: string, seed: string): Promise<string> {
  const id = await acceptAs(organization, local, seed);
  expect(await confirmAll(organization, sealedFor(id, seed))).toEqual({ done: [id], refused: [] });
  return id;
}

test("B50 accepting keeps the public key, and the private one as the browser wrapped it", async () => {
  const organization = await openOrganization(house);
  const id = await acceptAs(organization, "ada", "a");
  expect(await organization.member(id)).toMatchObject({
    status: "accepted",
    acceptedAt: expect.any(Date),
    publicKey: keyPairLike("a").publicKey,
    hasOrganizationKey: false,
  });
  expect(await keysOf(organization, id)).toEqual({
    ...keyPairLike("a"),
    sealedOrganizationKey: null,
    organizationHasKey: false,
  });
});

test("B53 an owner makes the organization's key, once, also of many who try at the same time", async () => {
  const organization = await openOrganization(house);
  const owner = await ownerOf(organization);
  const who = { organization: organization.id, _id: owner };
  const seeds = ["p", "q", "r", "s"];
  const tries = await Promise.allSettled(
    seeds.map((seed) =>
      setUpOrganizationKey(house.deps, who, {
        ...keyPairLike(seed),
        sealedOrganizationKey: sealedLike(seed),
      }),
    ),
  );
  const winners = seeds.filter((_, index) => tries[index]?.status === "fulfilled");
  expect(winners).toHaveLength(1);
  const [winner = ""] = winners;
  expect(await keysOf(organization, owner)).toEqual({
    ...keyPairLike(winner),
    sealedOrganizationKey: sealedLike(winner),
    organizationHasKey: true,
  });
});

test("B53 nobody but a confirmed owner makes it", async () => {
  const organization = await openOrganization(house);
  const _id = await provisionAs(house, organization, "ada", "confirmed");
  const setup = { ...keyPairLike("x"), sealedOrganizationKey: sealedLike("x") };
  const tried = setUpOrganizationKey(house.deps, { organization: organization.id, _id }, setup);
  await expect(tried).rejects.toBeInstanceOf(Refusal);
  expect((await keysOf(organization, _id)).organizationHasKey).toBe(false);
});

test("B53 a confirmation seals the key for the public key that was shown, and for no other", async () => {
  const organization = await openOrganization(house);
  await setUpKey(house, organization);
  const [ada, bob, eve] = [
    await acceptAs(organization, "ada", "a"),
    await acceptAs(organization, "bob", "b"),
    await organization.provision("eve"),
  ];
  const { done, refused } = await confirmAll(
    organization,
    sealedFor(ada, "a"),
    sealedFor(bob, "x"),
    sealedFor(eve, "e"),
    sealedFor("nobody", "n"),
  );
  expect(done).toEqual([ada]);
  expect(refused.map(({ id }) => id)).toEqual([bob, eve, "nobody"]);
  expect(refused[0]?.detail).toMatch(/another public key/);
  expect(await organization.member(ada)).toMatchObject({ status: "confirmed", hasOrganizationKey: true });
  expect((await keysOf(organization, ada)).sealedOrganizationKey).toEqual(sealedLike("a"));
  expect(await organization.member(bob)).toMatchObject({ status: "accepted", hasOrganizationKey: false });
  expect((await organization.member(eve)).status).toBe("invited");
});

test("B53 twice, or by two admins at once, is once: one event, and the key that came first stays", async () => {
  const organization = await openOrganization(house);
  await setUpKey(house, organization);
  const id = await acceptAs(organization, "ada", "a");
  const [first, second] = [
    sealedFor(id, "a"),
    { ...sealedFor(id, "a"), sealedOrganizationKey: sealedLike("z") },
  ];
  const outcomes = await Promise.all([confirmAll(organization, first), confirmAll(organization, second)]);
  expect(outcomes).toEqual([
    { done: [id], refused: [] },
    { done: [id], refused: [] },
  ]);
  const kept = (await keysOf(organization, id)).sealedOrganizationKey;
  await confirmAll(organization, first, second);
  expect((await keysOf(organization, id)).sealedOrganizationKey).toEqual(kept);
  expect((await organization.story(id)).filter((kind) => kind === "member.confirmed")).toHaveLength(1);
});

test("B53 where there is no key nobody is confirmed", async () => {
  const organization = await openOrganization(house);
  const id = await acceptAs(organization, "ada", "a");
  await expect(confirmAll(organization, sealedFor(id, "a"))).rejects.toThrow(/no key yet/);
  expect((await organization.member(id)).status).toBe("accepted");
});

test("B53 who was confirmed before there was a key gets it without another status", async () => {
  const organization = await openOrganization(house);
  const id = await acceptAs(organization, "ada", "a");
  await confirm(house, organization, id);
  await setUpKey(house, organization);
  expect(await confirmAll(organization, sealedFor(id, "a"))).toEqual({ done: [id], refused: [] });
  expect(await organization.member(id)).toMatchObject({ status: "confirmed", hasOrganizationKey: true });
  expect((await organization.story(id)).filter((kind) => kind === "member.confirmed")).toHaveLength(1);
});

test("B53 B14 whom the directory disabled meanwhile is not given the key, applied or not", async () => {
  const organization = await openOrganization(house);
  await setUpKey(house, organization);
  const id = await acceptAs(organization, "ada", "a");
  await organization.setActive(id, "False");
  expect((await confirmAll(organization, sealedFor(id, "a"))).refused).toMatchObject([{ id }]);
  expect(await standingOf(house, id)).not.toHaveProperty("sealedOrganizationKey");
});

test("B53 a thousand are confirmed in one request", async () => {
  const organization = await openOrganization(house);
  await setUpKey(house, organization);
  const { store, newId } = house.deps;
  const one = await acceptAs(organization, "ada", "a");
  const model = await store.members.findOne({ _id: one });
  if (!model) throw new Error("there is no model");
  const made = Array.from({ length: 999 }, (_, index) => {
    const { address: __, ...standing } = model.standing;
    return { ...model, _id: newId(), keys: { userName: `copy-${index}` }, standing };
  });
  await store.members.insertMany(made);
  const ids = [one, ...made.map(({ _id }) => _id)];
  const { done, refused } = await confirmAll(organization, ...ids.map((id) => sealedFor(id, "a")));
  expect([done.length, refused]).toEqual([1_000, []]);
  const told = (await organization.events()).filter(({ kind }) => kind === "member.confirmed");
  expect(new Set(told.map(({ member }) => member)).size).toBe(1_000);
});

test("B54 revoke and restore keep the keys; removal destroys them, in what is left of the member too", async () => {
  const organization = await openOrganization(house);
  await setUpKey(house, organization);
  const id = await confirmed(organization, "ada", "a");
  const before = await standingOf(house, id);
  await organization.setActive(id, "False");
  expect(await standingOf(house, id)).toMatchObject({
    publicKey: before.publicKey,
    wrappedPrivateKey: before.wrappedPrivateKey,
    sealedOrganizationKey: before.sealedOrganizationKey,
  });
  await organization.setActive(id, "True");
  expect(await standingOf(house, id)).toEqual(before);
  await organization.remove(id);
  const left = JSON.stringify(await house.deps.store.members.findOne({ _id: id }));
  for (const secret of [keyPairLike("a").publicKey, sealedLike("a").ciphertext])
    expect(left).not.toContain(secret);
  expect(await keysOf(organization, id)).toMatchObject({ publicKey: null, sealedOrganizationKey: null });
});

test("B53 what is wrapped or sealed is in no event, no listing and no log", async () => {
  const organization = await openOrganization(house);
  await setUpKey(house, organization);
  const id = await confirmed(organization, "ada", "k");
  await resetKeys(house.deps, { organization: organization.id, _id: id }, keyPairLike("m"));
  const seen = JSON.stringify([
    await organization.events(),
    await organization.members(),
    await organization.read(id),
    await house.deps.store.events.find({ organization: organization.id }).toArray(),
  ]);
  for (const secret of ["k", "m", "o"]) {
    expect(seen).not.toContain(sealedLike(secret).ciphertext.slice(0, 60));
    expect(seen).not.toContain(keyPairLike(secret).wrappedPrivateKey.ciphertext.slice(0, 60));
  }
});

test("B50 another passphrase wraps the same key pair, and no other", async () => {
  const organization = await openOrganization(house);
  await setUpKey(house, organization);
  const _id = await confirmed(organization, "ada", "a");
  const who = { organization: organization.id, _id };
  const { wrappedPrivateKey } = keyPairLike("w");
  await changePassphrase(house.deps, who, { publicKey: keyPairLike("a").publicKey, wrappedPrivateKey });
  expect(await keysOf(organization, _id)).toMatchObject({
    publicKey: keyPairLike("a").publicKey,
    wrappedPrivateKey,
    sealedOrganizationKey: sealedLike("a"),
  });
  await expect(changePassphrase(house.deps, who, keyPairLike("w"))).rejects.toBeInstanceOf(Refusal);
  expect((await keysOf(organization, _id)).wrappedPrivateKey).toEqual(wrappedPrivateKey);
});

test("B50 a lost passphrase: a new key pair, the sealed key is gone, and an admin confirms again", async () => {
  const organization = await openOrganization(house);
  await setUpKey(house, organization);
  const _id = await confirmed(organization, "ada", "a");
  await resetKeys(house.deps, { organization: organization.id, _id }, keyPairLike("n"));
  expect(await organization.member(_id)).toMatchObject({
    status: "accepted",
    publicKey: keyPairLike("n").publicKey,
    hasOrganizationKey: false,
    holdsSeat: true,
  });
  expect((await organization.events(_id)).at(-1)).toMatchObject({
    kind: "member.accepted",
    status: "accepted",
    actor: { kind: "member", id: _id },
  });
  expect((await confirmAll(organization, sealedFor(_id, "a"))).done).toEqual([]);
  expect((await confirmAll(organization, sealedFor(_id, "n"))).done).toEqual([_id]);
});

test("B50 B22 the last confirmed owner with the key cannot begin anew; with a second one who has it they can", async () => {
  const organization = await openOrganization(house);
  const owner = await setUpKey(house, organization);
  const who = { organization: organization.id, _id: owner };
  const before = await standingOf(house, owner);
  await expect(resetKeys(house.deps, who, keyPairLike("n"))).rejects.toThrow(/last confirmed owner/);
  expect(await standingOf(house, owner)).toEqual(before);
  const ada = await confirmed(organization, "ada", "a");
  await expect(resetKeys(house.deps, who, keyPairLike("n"))).rejects.toBeInstanceOf(Refusal);
  const member = await requireMember(house.deps, organization.id, ada);
  await changeRole(house.deps, member, "owner", admin);
  const tries = await Promise.allSettled(
    [owner, ada].map((_id) => resetKeys(house.deps, { ...who, _id }, keyPairLike("n"))),
  );
  expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const kept = (await organization.members()).filter(({ hasOrganizationKey }) => hasOrganizationKey);
  expect(kept).toMatchObject([{ role: "owner", status: "confirmed" }]);
});

test("B50 an owner who was confirmed before there were keys makes a pair and stays who they are", async () => {
  const organization = await openOrganization(house);
  const _id = await ownerOf(organization);
  await resetKeys(house.deps, { organization: organization.id, _id }, keyPairLike("n"));
  expect(await organization.member(_id)).toMatchObject({ status: "confirmed", role: "owner" });
});
