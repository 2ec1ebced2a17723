import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commands } from "../../api/admin/commands.ts";
import { run, runWords } from "../support/command-line.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { provisionAs } from "../support/joining.ts";
import { openOrganization } from "../support/organization.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";
import { scimClient } from "../support/scim-client.ts";

let house: House;
const used = new Set<string>();
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Runs a command that must go well. */
async function told(command: string, options: Record<string, string> = {}) {
  used.add(command);
  const { exitCode, result, stdout, stderr } = await run(house, command, options);
  expect(exitCode, stdout + stderr).toBe(0);
  return result;
}

/** Runs a command that must be refused, and gives back the reason. */
async function refused(command: string, options: Record<string, string> = {}): Promise<string> {
  const { exitCode, result, stdout } = await run(house, command, options);
  expect(exitCode, stdout).toBe(1);
  return String(result.error);
}

test("B03 the command line makes an organization, turns SCIM on, and off", async () => {
  const made = await told("create-organization", {
    id: "acme",
    name: "Acme",
    owner: "o@acme.example",
    seats: "7",
  });
  expect(made.organization).toMatchObject({
    id: "acme",
    plan: "enterprise",
    seats: { bought: 7 },
    scimEnabled: false,
  });
  const { scimUrl, scimKey, key } = await told("enable-scim", { organization: "acme" });
  expect(Object.keys(key)).not.toContain("hash");
  const directory = scimClient(scimUrl, scimKey);
  expect((await directory.send("GET", "/Users")).status).toBe(200);
  const { organizations } = await told("organizations");
  expect(organizations).toContainEqual(expect.objectContaining({ id: "acme", scimEnabled: true }));
  expect(JSON.stringify(organizations)).not.toContain(scimKey);
  await told("disable-scim", { organization: "acme" });
  expect((await directory.send("GET", "/Users")).status).toBe(401);
  expect(await refused("create-organization", { id: "acme", name: "A", owner: "o@acme.example" })).toContain(
    "acme",
  );
});

test("B03 the command line rotates a key with an overlap, lists both with their last use, and ends one", async () => {
  const organization = await openOrganization(house);
  const place = { organization: organization.id };
  await organization.directory.send("GET", "/Users");
  const { scimKey, key } = await told("rotate-key", { ...place, overlap: "12h" });
  expect((await scimClient(organization.directory.url, scimKey).send("GET", "/Users")).status).toBe(200);
  expect((await organization.directory.send("GET", "/Users")).status).toBe(200);
  const keys = await eventually(async () => {
    const listed = (await told("keys", place)).keys;
    expect(listed).toHaveLength(2);
    for (const one of listed) expect(one.lastUsedAt).not.toBeNull();
    return listed;
  });
  expect(keys).toMatchObject([{ id: organization.keyId }, { id: key.id, expiresAt: null }]);
  const hours = (Date.parse(keys[0].expiresAt) - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(11.9);
  expect(hours).toBeLessThanOrEqual(12);
  await told("end-key", { ...place, key: organization.keyId });
  expect((await organization.directory.send("GET", "/Users")).status).toBe(401);
  expect((await scimClient(organization.directory.url, scimKey).send("GET", "/Users")).status).toBe(200);
});

test("B03 the command line refuses an overlap that is too long, or none at all", async () => {
  const organization = await openOrganization(house);
  const place = { organization: organization.id };
  const reasons = await Promise.all(
    ["8d", "soon"].map((overlap) => refused("rotate-key", { ...place, overlap })),
  );
  for (const reason of reasons) expect(reason).toMatch(/overlap/i);
  expect((await organization.directory.send("GET", "/Users")).status).toBe(200);
});

test("B03 the command line rotates without an overlap unless told otherwise", async () => {
  const organization = await openOrganization(house);
  await told("rotate-key", { organization: organization.id });
  expect((await organization.directory.send("GET", "/Users")).status).toBe(401);
  expect((await told("keys", { organization: organization.id })).keys).toHaveLength(1);
});

test("B13 the command line invites, revokes and restores by hand, and hands a profile over", async () => {
  const organization = await openOrganization(house);
  const place = { organization: organization.id };
  const email = organization.address("hand");
  const { member } = await told("invite", { ...place, email, name: "Hand", "external-id": "h-1" });
  expect(member).toMatchObject({
    userName: email,
    displayName: "Hand",
    externalId: "h-1",
    status: "invited",
  });
  await organization.settled();
  expect(organization.mails("hand")).toHaveLength(1);
  const revoked = await told("revoke", { ...place, member: email });
  expect(revoked.member).toMatchObject({ id: member.id, status: "revoked", revokedBy: "admin" });
  expect((await told("restore", { ...place, member: member.id })).member).toMatchObject({
    status: "invited",
  });
  await organization.patch(member.id, { op: "Replace", path: "displayName", value: "From the directory" });
  expect((await organization.member(member.id)).displayName).toBe("Hand");
  const given = await told("profile", { ...place, member: email, owner: "directory" });
  expect(given.member).toMatchObject({ displayName: "From the directory", linked: true });
  const { members } = await told("members", place);
  expect(members).toHaveLength(2);
  expect(await refused("invite", { ...place, email })).toContain(email);
  expect(await refused("restore", { ...place, member: email })).toContain(email);
});

test("B22 the command line does not revoke the last confirmed owner", async () => {
  const organization = await openOrganization(house);
  const why = await refused("revoke", {
    organization: organization.id,
    member: organization.address("owner"),
  });
  expect(why).toContain("last");
  expect((await organization.members()).map(({ status }) => status)).toEqual(["confirmed"]);
});

test("B22 the command line makes a second owner, and then the first can be made a plain member", async () => {
  const organization = await openOrganization(house);
  const place = { organization: organization.id, member: organization.address("owner") };
  expect(await refused("role", { ...place, role: "member" })).toContain("last");
  const id = await provisionAs(house, organization, "ada", "confirmed");
  expect((await told("role", { ...place, member: id, role: "owner" })).member).toMatchObject({
    role: "owner",
  });
  expect((await told("role", { ...place, role: "member" })).member).toMatchObject({ role: "member" });
  expect(await organization.story(id)).toContain("member.updated");
});

test("B23 the command line lists who waits and why, buys seats, and shows what happened", async () => {
  const organization = await openOrganization(house, { seats: 1 });
  const place = { organization: organization.id };
  const id = await organization.provision("ada");
  const { failures } = await told("failures", { ...place, state: "open" });
  expect(failures).toMatchObject([{ kind: "seat", subject: id, cause: expect.stringContaining("ada@") }]);
  const { organization: changed } = await told("change-organization", {
    ...place,
    seats: "2",
    contact: "Help desk",
  });
  expect(changed).toMatchObject({ seats: { bought: 2 }, settings: { contact: "Help desk" } });
  await organization.settled();
  expect((await told("failures", { ...place, state: "open" })).failures).toEqual([]);
  const { events } = await told("events", { ...place, after: "1" });
  expect(events.map(({ number }: { number: number }) => number)).toEqual(
    events.map((_: unknown, index: number) => index + 2),
  );
  expect(events).toContainEqual(
    expect.objectContaining({ kind: "settings.updated", detail: ["seats", "contact"] }),
  );
  const ofAda = events.filter(({ member }: { member?: string }) => member === id);
  expect(ofAda.at(-1)).toMatchObject({ kind: "member.invited" });
});

test("B33 B36 the command line makes groups, renames and fills them, lists their members, and removes them", async () => {
  const organization = await openOrganization(house);
  const place = { organization: organization.id };
  const ada = await organization.provision("ada");
  const { group } = await told("create-group", { ...place, name: "Engines", "external-id": "e-1" });
  expect(group).toMatchObject({
    displayName: "Engines",
    externalId: "e-1",
    origin: "hand",
    linked: false,
    members: 0,
    pending: false,
  });
  expect(await refused("create-group", { ...place, name: "ENGINES" })).toContain("ENGINES");
  const engines = { ...place, group: "engines" };
  const added = await told("add-to-group", { ...engines, member: organization.address("ada") });
  expect(added.group).toMatchObject({ id: group.id, members: 1 });
  expect((await told("group-members", engines)).members).toEqual([
    expect.objectContaining({ id: ada, userName: organization.address("ada") }),
  ]);
  const renamed = await told("rename-group", { ...engines, name: "Analytical Engines" });
  expect(renamed.group).toMatchObject({ id: group.id, displayName: "Analytical Engines", members: 1 });
  const removed = await told("remove-from-group", { ...place, group: group.id, member: ada });
  expect(removed.group).toMatchObject({ members: 0 });
  expect((await told("groups", place)).groups).toHaveLength(1);
  await told("delete-group", { ...place, group: group.id });
  expect((await told("groups", place)).groups).toEqual([]);
  expect(await refused("group-members", engines)).toContain("engines");
});

test("B03 the command line declares the organization's own attributes, lists them, and takes them back", async () => {
  const organization = await openOrganization(house);
  const place = { organization: organization.id };
  const folder = await mkdtemp(join(tmpdir(), "rollcall-schemas-"));
  const file = join(folder, "badge.json");
  const id = "urn:example:params:scim:badge:1.0:User";
  const badge = {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    id,
    name: "Badge",
    resourceType: "User",
    attributes: [{ name: "badgeNumber", type: "integer" }],
  };
  const extensions = async () =>
    (await organization.directory.send("GET", "/ResourceTypes/User")).body.schemaExtensions;
  const before = await extensions();
  expect(await refused("declare-schema", { ...place, file })).toContain(file);
  await writeFile(file, "{ name: ");
  expect(await refused("declare-schema", { ...place, file })).toContain(file);
  await writeFile(file, JSON.stringify({ ...badge, resourceType: "Device" }));
  expect(await refused("declare-schema", { ...place, file })).toContain("User, Group");
  expect((await told("schemas", place)).schemas).toEqual([]);

  await writeFile(file, JSON.stringify(badge));
  expect(await told("declare-schema", { ...place, file })).toEqual({ declared: id });
  expect(await extensions()).toEqual([...before, { schema: id, required: false }]);
  expect((await told("schemas", place)).schemas).toEqual([
    { id, name: "Badge", resourceType: "User", attributes: ["badgeNumber"] },
  ]);
  expect(await refused("remove-schema", { ...place, schema: `${id}x` })).toContain(`${id}x`);
  expect(await told("remove-schema", { ...place, schema: id })).toEqual({ removed: id });
  expect(await extensions()).toEqual(before);
  expect((await told("schemas", place)).schemas).toEqual([]);
  await rm(folder, { recursive: true });
});

test("F01 the command line retries what failed for good", async () => {
  const organization = await openOrganization(house);
  house.mailbox.refuse(() => ({ code: 550, text: "no such mailbox" }));
  await organization.provision("ada");
  house.mailbox.refuse(null);
  expect((await told("retry", { organization: organization.id })).retried).toEqual({
    members: 0,
    groups: 0,
    memberships: 0,
    emails: 1,
  });
  await organization.settled();
  expect(organization.mails("ada")).toHaveLength(1);
});

test("F04 the command line shows how the sync is and why, and what was seen of the directory", async () => {
  const organization = await openOrganization(house);
  const place = { organization: organization.id };
  expect(await told("health", place)).toEqual({
    health: "neverConnected",
    reasons: ["No directory has connected yet."],
  });
  expect((await told("connections", place)).connections).toEqual([]);
  expect((await organization.directory.send("GET", "/Users?filter=broken(")).status).toBe(400);
  await organization.provision("ada");
  const connections = await eventually(async () => {
    const seen = (await told("connections", place)).connections;
    expect(seen).toMatchObject([{ cycles: [{ calls: 2, writes: 1, refusals: 1 }] }]);
    return seen;
  });
  expect(connections).toMatchObject([
    { key: organization.keyId, keyState: "current", refused: [{ count: 1 }] },
  ]);
  expect(JSON.stringify(connections)).not.toContain(organization.key);
  const { health, reasons } = await told("health", place);
  expect(health).toBe("degraded");
  expect(reasons).toEqual(["Of 2 calls in the directory's last cycle: 1 refused."]);
  expect((await told("organizations")).organizations).toContainEqual(
    expect.objectContaining({ id: organization.id, health: "degraded" }),
  );
  expect(await refused("health", { organization: "nobody-here" })).toContain("nobody-here");
  expect(await refused("connections", { organization: "nobody-here" })).toContain("nobody-here");
});

test("B23 the command line shows the seat of the first owner as in use from the start", async () => {
  const { organization } = await told("create-organization", {
    id: "beta",
    name: "B",
    owner: "o@beta.example",
  });
  expect(organization.seats).toEqual({ bought: 100, used: 1 });
});

test("B03 what the command line is asked wrongly it refuses, and says why", async () => {
  const { id } = await openOrganization(house);
  const reasons = await Promise.all([
    refused("keys"),
    refused("keys", { organization: "nobody-here" }),
    refused("revoke", { organization: id, member: "nobody" }),
    refused("keys", { organization: id, colour: "red" }),
  ]);
  const named = ["--organization", "nobody-here", "nobody", "colour"];
  for (const [index, word] of named.entries()) expect(reasons[index]).toContain(word);
  expect((await runWords(house, ["no-such-command", "--json"])).exitCode).toBe(2);
});

test("F02 F07 the command line dismisses a failure, tries one again, and invites again", async () => {
  const organization = await openOrganization(house);
  const place = { organization: organization.id };
  const address = organization.address("ada");
  house.mailbox.refuse((to) => (to === address ? { code: 550, text: "nobody" } : null));
  const id = await organization.provision("ada");
  house.mailbox.refuse(null);
  const failure = `mail:${id}`;
  const { failure: dismissed } = await told("dismiss", { ...place, failure });
  expect(dismissed).toMatchObject({ id: failure, state: "dismissed", todo: expect.any(String) });
  expect((await told("failures", { ...place, state: "dismissed", limit: "1" })).failures).toHaveLength(1);
  expect((await told("retry", { ...place, failure })).retried).toMatchObject({ emails: 1 });
  await organization.settled();
  expect(organization.mails("ada")).toHaveLength(1);
  const { member } = await told("invite-again", { ...place, member: address });
  expect(member).toMatchObject({ id, invitation: { number: 2 } });
  expect(await refused("retry", { ...place, failure: "mail:nobody" })).toContain("no failure mail:nobody");
});

test("F08 the command line lists removals that are held, approves one and undoes the rest", async () => {
  const organization = await openOrganization(house);
  const place = { organization: organization.id };
  await told("change-organization", { ...place, "removal-guard": "1/1" });
  const ids = await Promise.all(["ada", "bob", "cyd"].map((name) => organization.provision(name)));
  await whileWorkerRests(house, async () => {
    for (const id of ids) await organization.directory.send("DELETE", `/Users/${id}`);
  });
  await organization.settled();
  const { held } = await told("held-removals", place);
  expect(held.map(({ id }: { id: string }) => id)).toEqual(ids.toSorted());
  expect(await told("approve-removals", { ...place, member: ids[0] ?? "" })).toEqual({ removed: 1 });
  expect(await told("undo-removals", place)).toEqual({ restored: 2 });
  await organization.settled();
  expect((await told("members", place)).members).toHaveLength(3);
  expect(await refused("approve-removals", place)).toContain("No removal is held");
  expect(await refused("change-organization", { ...place, "removal-guard": "many" })).toContain("20/10");
});

test("the command line makes a link that signs in once", async () => {
  const organization = await openOrganization(house);
  const place = { organization: organization.id };
  const made = await told("sign-in-link", { ...place, member: organization.address("owner"), for: "12h" });
  expect(made).toMatchObject({ url: expect.stringContaining("/sign-in/link/") });
  expect(await refused("sign-in-link", { ...place, member: "nobody" })).toContain("has no member nobody");
});

test("B03 every command of the command line was used above", () => {
  expect([...used].sort()).toEqual(Object.keys(commands).sort());
});
