/**
 * What a stranger, an admin or a program tries beyond what is theirs to do, and what they would use up for others.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ApiDeps } from "../../api/deps.ts";
import { openLimits } from "../../api/limits/limits.ts";
import { endKey, listKeys, rotateKey } from "../../api/organization/directory/keys.ts";
import { changeRole, requireMember } from "../../api/organization/members/members.ts";
import { Refusal } from "../../api/organization/refusal.ts";
import { requireOrganization } from "../../api/organization/settings/organizations.ts";
import { openApiHere } from "../support/api-here.ts";
import { type House, openHouse } from "../support/house.ts";
import { accept, confirm, keyPairLike, provisionAs, tokenIn } from "../support/joining.ts";
import { ownerOf } from "../support/keys.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { signIn, signInHeaders, tokenClient, tokenOf } from "../support/sign-in.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function provisionWith(organization: TestOrganization, local: string, role: "owner" | "admin") {
  const id = await provisionAs(house, organization, local, "confirmed");
  await changeRole(house.deps, await requireMember(house.deps, organization.id, id), role, admin);
  return id;
}

/** An API of its own, with its limits, for as long as it is asked. */
async function withLimits(limits: Partial<ApiDeps["config"]>, act: (url: string) => Promise<void>) {
  const config = { ...house.deps.config, ...limits };
  const api = await openApiHere({ ...house.deps, config, limits: openLimits(config, house.deps.log) });
  await act(`${api.url}/api`).finally(() => api.close());
}

async function post(url: string, body: unknown): Promise<number> {
  const headers = { "Content-Type": "application/json" };
  return (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).status;
}

const guess = (n: number) => ({ organization: "no-such-place", token: `guess-${n}` });

test("whoever guesses links of invitations is slowed down, and a good one is let in all the same", async () => {
  const organization = await openOrganization(house);
  await organization.provision("ada");
  const good = { organization: organization.id, token: tokenIn(organization.mails("ada").at(-1)) };
  await withLimits({ AUTH_FAILURES_PER_MINUTE: 4 }, async (url) => {
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push(await post(`${url}/invitations/look`, guess(n)));
    for (let n = 0; n < 3; n += 1)
      statuses.push(await post(`${url}/invitations/accept`, { ...guess(n), ...keyPairLike() }));
    statuses.push(await post(`${url}/invitations/look`, guess(9)));
    expect(statuses).toEqual([200, 200, 200, 409, 429, 429, 429]);
    expect(await post(`${url}/invitations/look`, good)).toBe(200);
    expect(await post(`${url}/invitations/accept`, { ...good, ...keyPairLike() })).toBe(204);
  });
});

test("a guessed link takes no turn from those who work in the organization", async () => {
  const organization = await openOrganization(house);
  const turns = async () => (await house.deps.store.organizations.findOne({ _id: organization.id }))?.turn;
  const before = await turns();
  const url = `${house.environment["PUBLIC_URL"]}/api/invitations/accept`;
  const body = { organization: organization.id, token: "guess", ...keyPairLike() };
  expect(await post(url, body)).toBe(409);
  expect(await turns()).toBe(before);
});

test("who asks too fast does not use up what others of the organization have, and strangers count too", async () => {
  const organization = await openOrganization(house);
  const [ada, bob] = [
    await provisionAs(house, organization, "ada", "confirmed"),
    await provisionAs(house, organization, "bob", "confirmed"),
  ];
  const [adas, bobs] = [
    await signInHeaders(house, organization, ada),
    await signInHeaders(house, organization, bob),
  ];
  await withLimits({ CALLER_RATE_PER_SECOND: 1, CALLER_RATE_BURST: 3 }, async (url) => {
    const ask = async (headers: Record<string, string>) =>
      (await fetch(`${url}/organizations/${organization.id}/me`, { headers })).status;
    const askOften = (headers: Record<string, string>) =>
      Promise.all(Array.from("12345", () => ask(headers)));
    expect(await askOften(adas)).toContain(429);
    expect(await ask(bobs)).toBe(200);
    for (const headers of [{}, { Cookie: "rollcall=guess" }]) expect(await askOften(headers)).toContain(429);
  });
});

test("an admin or a program takes no access from an owner; an owner does", async () => {
  const organization = await openOrganization(house);
  const second = await provisionWith(organization, "second", "owner");
  const adam = await provisionWith(organization, "adam", "admin");
  const owner = await ownerOf(organization);
  const path = `/organizations/${organization.id}/members/actions`;
  const trespassers = [
    await signIn(house, organization, adam),
    tokenClient(house, await tokenOf(house, organization, "write")),
  ];
  for (const client of trespassers)
    for (const action of ["revoke", "remove"]) {
      const { body } = await client.send("POST", path, { action, ids: [second] });
      expect(body).toMatchObject({ done: [], refused: [{ id: second }] });
    }
  await organization.settled();
  expect((await organization.member(second)).status).toBe("confirmed");
  const owners = await signIn(house, organization, owner);
  const { body } = await owners.send("POST", path, { action: "revoke", ids: [second] });
  expect(body).toEqual({ done: [second], refused: [] });
});

test("an admin who waits for events and is revoked meanwhile is told of nothing", async () => {
  const organization = await openOrganization(house);
  const adam = await provisionWith(organization, "adam", "admin");
  const client = await signIn(house, organization, adam);
  const last = (await organization.events()).length;
  const waiting = client.send("GET", `/organizations/${organization.id}/events?after=${last}&wait=20`);
  await organization.setActive(adam, "False");
  const { status, body } = await waiting;
  expect(status, JSON.stringify(body)).toBe(401);
});

test("a role is changed of the member as they are by now, not as they were read", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  await accept(house, organization, "ada");
  const read = await requireMember(house.deps, organization.id, id);
  await confirm(house, organization, id);
  await changeRole(house.deps, read, "admin", admin);
  const told = (await organization.events()).filter(({ member }) => member === id).at(-1);
  expect(told).toMatchObject({ kind: "member.updated", status: "confirmed", detail: ["role"] });
  await organization.remove(id);
  await expect(changeRole(house.deps, read, "owner", admin)).rejects.toBeInstanceOf(Refusal);
});

test("ten keys work at the same time at most, also where many are made at once", async () => {
  const organization = await openOrganization(house);
  const keys = async () => listKeys(await requireOrganization(house.deps, organization.id), house.deps.now());
  const make = (overlapMs: number) => rotateKey(house.deps, organization.id, overlapMs);
  const made = await Promise.allSettled(Array.from({ length: 15 }, () => make(60_000)));
  expect(made.filter(({ status }) => status === "rejected")).toHaveLength(6);
  const [oldest] = await keys();
  expect(await keys()).toHaveLength(10);
  await expect(make(60_000)).rejects.toBeInstanceOf(Refusal);
  await endKey(house.deps, organization.id, oldest?.id ?? "");
  await make(60_000);
  await make(0);
  expect(await keys()).toHaveLength(1);
});

test("a role counts from the confirmation on: who has only accepted is a plain member", async () => {
  const organization = await openOrganization(house);
  const id = await provisionAs(house, organization, "ada", "accepted");
  await changeRole(house.deps, await requireMember(house.deps, organization.id, id), "admin", admin);
  const ada = await signIn(house, organization, id);
  const place = `/organizations/${organization.id}`;
  expect((await ada.send("GET", `${place}/members`)).status).toBe(403);
  expect((await ada.send("GET", `${place}/me`)).status).toBe(200);
  await confirm(house, organization, id);
  expect((await ada.send("GET", `${place}/members`)).status).toBe(200);
});
