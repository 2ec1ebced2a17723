import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { acceptBy, expectDead, provisionAs, tokenIn } from "../support/joining.ts";
import { openOrganization } from "../support/organization.ts";
import { entraUser, schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const manager = "2819c223-7f76-453a-919d-413861904646";
const changes: readonly (readonly [what: string, path: string, value: unknown, shown: object])[] = [
  ["displayName", "displayName", "Ada King", { displayName: "Ada King" }],
  ["given name", "name.givenName", "Augusta", { name: { givenName: "Augusta", familyName: "Family" } }],
  ["family name", "name.familyName", "King", { name: { givenName: "Given", familyName: "King" } }],
  ["externalId", "externalId", "new-id", { externalId: "new-id" }],
  ["title", "title", "Analyst", { title: "Analyst" }],
  [
    "department",
    `${schemas.enterprise}:department`,
    "Engines",
    { [schemas.enterprise]: { department: "Engines" } },
  ],
  [
    "employee number",
    `${schemas.enterprise}:employeeNumber`,
    "1815",
    { [schemas.enterprise]: { employeeNumber: "1815" } },
  ],
  [
    "manager",
    `${schemas.enterprise}:manager`,
    manager,
    { [schemas.enterprise]: { manager: { value: manager } } },
  ],
];

test.each(changes)(
  "B20 a change of the %s is kept, told once, and invites nobody again",
  async (_, path, value, shown) => {
    const organization = await openOrganization(house);
    const id = await organization.provision("ada");
    const { status, body } = await organization.patch(id, { op: "Replace", path, value });
    expect(status).toBe(200);
    expect(body).toMatchObject(shown);
    expect(await organization.read(id)).toMatchObject(shown);
    await organization.afterwards();
    expect(await organization.story(id)).toEqual(["member.created", "member.invited", "member.updated"]);
    expect((await organization.events(id)).at(-1)?.detail).toEqual([
      path.startsWith("urn:") ? "enterprise" : path.split(".")[0],
    ]);
    expect(organization.mails("ada")).toHaveLength(1);
    await acceptBy(house, organization, tokenIn(organization.mails("ada")[0]));
  },
);

test("B20 a change of the displayName shows in what the admin sees", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  await organization.patch(id, { op: "Replace", value: { displayName: "Ada King", externalId: "new-id" } });
  expect(await organization.member(id)).toMatchObject({ displayName: "Ada King", externalId: "new-id" });
});

const moves: readonly (readonly [string, (address: string) => Record<string, unknown>])[] = [
  ["the e-mail", (value) => ({ op: "Replace", path: 'emails[type eq "work"].value', value })],
  ["the list of e-mails", (value) => ({ op: "Replace", path: "emails", value: [{ type: "work", value }] })],
];

test.each(moves)(
  "B20 while an invitation is open a change of %s kills the old link and sends a new one",
  async (_, move) => {
    const organization = await openOrganization(house);
    const { address } = organization;
    const id = await organization.provision("ada");
    const { status } = await organization.patch(id, move(address("king")));
    expect(status).toBe(200);
    await organization.afterwards();
    const [old, fresh] = [tokenIn(organization.mails("ada")[0]), tokenIn(organization.mails("king")[0])];
    expect([organization.mails("ada").length, organization.mails("king").length]).toEqual([1, 1]);
    expect(await organization.member(id)).toMatchObject({
      status: "invited",
      address: address("king"),
      invitation: { address: address("king"), number: 2 },
    });
    await expectDead(house, organization, old);
    await acceptBy(house, organization, fresh);
    expect((await organization.member(id)).status).toBe("accepted");
    expect(await organization.seats()).toMatchObject({ used: 3 });
  },
);

test("B20 a userName that is the address moves the invitation too, and one that is not does not", async () => {
  const organization = await openOrganization(house);
  const { address } = organization;
  const bare = await organization.provision("ada", { emails: undefined });
  await organization.patch(bare, { op: "Replace", path: "userName", value: address("king") });
  expect(organization.mails("king")).toHaveLength(1);
  await expectDead(house, organization, tokenIn(organization.mails("ada")[0]));
  const full = await organization.provision("bob");
  await organization.patch(full, { op: "Replace", path: "userName", value: address("robert") });
  await organization.afterwards();
  expect([organization.mails("bob").length, organization.mails("robert").length]).toEqual([1, 0]);
  await acceptBy(house, organization, tokenIn(organization.mails("bob")[0]));
});

test("B20 an address that changes its case only, or an e-mail beside it, keeps the link", async () => {
  const organization = await openOrganization(house);
  const { address } = organization;
  const id = await organization.provision("ada");
  await organization.patch(id, {
    op: "Replace",
    path: 'emails[type eq "work"].value',
    value: address("ADA"),
  });
  await organization.patch(id, { op: "Add", path: 'emails[type eq "home"].value', value: address("home") });
  await organization.afterwards();
  expect([organization.mails("ada").length, organization.mails("home").length]).toEqual([1, 0]);
  await acceptBy(house, organization, tokenIn(organization.mails("ada")[0]));
});

test("B20 an address written with letters composed in another way is the same, and keeps the link", async () => {
  const organization = await openOrganization(house);
  const value = `ada@mu\u0308ller.${organization.id}.example`;
  const id = await organization.provision("ada", { emails: [{ type: "work", value }] });
  const sent = house.mailbox.mails.length;
  await organization.patch(id, { op: "Replace", path: "displayName", value: "Ada King" });
  expect(house.mailbox.mails).toHaveLength(sent);
  expect(await organization.story(id)).toEqual(["member.created", "member.invited", "member.updated"]);
});

test.each(["accepted", "confirmed"] as const)(
  "B20 an address of one who has %s moves without an invitation",
  async (status) => {
    const organization = await openOrganization(house);
    const { address } = organization;
    const id = await provisionAs(house, organization, "ada", status);
    await organization.patch(id, {
      op: "Replace",
      path: 'emails[type eq "work"].value',
      value: address("king"),
    });
    await organization.afterwards();
    expect(await organization.member(id)).toMatchObject({ status, address: address("king") });
    expect([organization.mails("ada").length, organization.mails("king").length]).toEqual([1, 0]);
  },
);

test("B20 an address that changes while its member is revoked sends the link to the new one when they are back", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  await organization.setActive(id, "False");
  const value = organization.address("king");
  await organization.patch(id, { op: "Replace", path: 'emails[type eq "work"].value', value });
  await organization.afterwards();
  expect(organization.mails("king")).toHaveLength(0);
  await organization.setActive(id, "True");
  expect(organization.mails("king")).toHaveLength(1);
  await expectDead(house, organization, tokenIn(organization.mails("ada")[0]));
});

test("B20 a PUT replaces the profile: what it leaves out is gone", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada", {
    title: "Analyst",
    [schemas.enterprise]: { department: "Engines" },
  });
  const user = entraUser(organization.address("ada"), { displayName: "Ada King" });
  const { status, body } = await organization.directory.send("PUT", `/Users/${id}`, user);
  expect([status, body.displayName]).toEqual([200, "Ada King"]);
  expect(body).not.toHaveProperty("title");
  expect(body).not.toHaveProperty([schemas.enterprise]);
  await organization.settled();
  expect((await organization.events(id)).at(-1)).toMatchObject({ kind: "member.updated" });
  expect((await organization.events(id)).at(-1)?.detail?.toSorted()).toEqual([
    "displayName",
    "enterprise",
    "title",
  ]);
});

test("B20 a change of one member touches neither another nor another organization's", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  const [ada, bob] = [await one.provision("ada"), await one.provision("bob")];
  const eve = await other.provision("eve");
  const [bobBefore, eveBefore] = [await one.picture(bob), await other.picture(eve)];
  await one.patch(ada, { op: "Replace", path: "displayName", value: "Ada King" });
  const { status } = await one.directory.send("PUT", `/Users/${eve}`, entraUser(one.address("eve")));
  expect(status).toBe(404);
  await Promise.all([one.afterwards(), other.afterwards()]);
  expect([await one.picture(bob), await other.picture(eve)]).toEqual([bobBefore, eveBefore]);
});
