import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { expectDead, keyPairLike, provisionAs, standingOf, tokenIn } from "../support/joining.ts";
import { openOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const shapes: readonly (readonly [string, Record<string, unknown>])[] = [
  ["Replace active False, a text", { op: "Replace", path: "active", value: "False" }],
  ["replace active false, a text", { op: "replace", path: "active", value: "false" }],
  ["replace active false", { op: "replace", path: "active", value: false }],
  ["Add active False, a text", { op: "Add", path: "active", value: "False" }],
  ["Replace without a path", { op: "Replace", value: { active: "False" } }],
  ["replace without a path, a boolean", { op: "replace", value: { active: false } }],
  ["Add without a path", { op: "Add", value: { active: "False" } }],
  ["a path in another case", { op: "Replace", path: "Active", value: "False" }],
  [
    "a path with the schema",
    { op: "Replace", path: "urn:ietf:params:scim:schemas:core:2.0:User:active", value: "False" },
  ],
  ["a list of one", { op: "Replace", path: "active", value: ["False"] }],
];

test.each(shapes)("B14 %s revokes", async (_, operation) => {
  const organization = await openOrganization(house);
  const id = await provisionAs(house, organization, "ada", "confirmed");
  const { status } = await organization.patch(id, operation);
  expect(status).toBe(200);
  expect(await organization.member(id)).toMatchObject({
    status: "revoked",
    revokedBy: "directory",
    holdsSeat: false,
    why: expect.stringContaining("directory"),
  });
  expect((await organization.read(id)).active).toBe(false);
  expect((await organization.story(id)).at(-1)).toBe("member.revoked");
});

test("B14 a PUT with active false revokes", async () => {
  const organization = await openOrganization(house);
  const id = await provisionAs(house, organization, "ada", "accepted");
  const user = entraUser(organization.address("ada"), { active: false });
  expect((await organization.directory.send("PUT", `/Users/${id}`, user)).status).toBe(200);
  await organization.settled();
  expect((await organization.member(id)).status).toBe("revoked");
});

test("B14 who is revoked is kept, and can still be read and found", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada", { externalId: "ada-1" });
  await organization.setActive(id, "False");
  expect(await organization.read(id)).toMatchObject({ id, active: false, externalId: "ada-1" });
  const filters = [
    `userName eq "${organization.address("ada")}"`,
    'externalId eq "ada-1"',
    `emails[type eq "work"].value eq "${organization.address("ada")}"`,
  ];
  for (const filter of filters) expect(await organization.find(filter)).toEqual([id]);
  const { body } = await organization.directory.send("GET", "/Users");
  expect(body.Resources).toContainEqual(expect.objectContaining({ id, active: false }));
});

test("B14 revoking tells the revoked nothing, and leaves others as they are", async () => {
  const organization = await openOrganization(house);
  const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  const before = await organization.picture(bob);
  await organization.setActive(ada, "False");
  await organization.afterwards();
  expect(organization.mails("ada")).toHaveLength(1);
  expect(await organization.picture(bob)).toEqual(before);
});

test("B14 a revoked invitee's link is dead", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  await organization.setActive(id, "False");
  await expectDead(house, organization, tokenIn(organization.mails("ada")[0]));
  expect((await organization.member(id)).status).toBe("revoked");
});

test("B14 keys are kept while revoked", async () => {
  const organization = await openOrganization(house);
  const id = await provisionAs(house, organization, "ada", "accepted");
  const { publicKey } = await standingOf(house, id);
  await organization.setActive(id, "False");
  expect(publicKey).toBe(keyPairLike().publicKey);
  expect((await standingOf(house, id)).publicKey).toBe(publicKey);
});

test.each(["0", "no", "Falsch", 0, {}])(
  "B14 active %j, which is no boolean, is 400 and revokes nobody",
  async (value) => {
    const organization = await openOrganization(house);
    const id = await organization.provision("ada");
    const before = await organization.picture(id);
    const { status } = await organization.patch(id, { op: "Replace", path: "active", value });
    await organization.afterwards();
    expect(status).toBe(400);
    expect(await organization.picture(id)).toEqual(before);
  },
);

test("B15 a soft delete in the directory, which sends active false with the new names, revokes and keeps", async () => {
  const organization = await openOrganization(house);
  const id = await provisionAs(house, organization, "ada", "confirmed");
  const deleted = organization.address("0a1b2c3d4e5f60718293a4b5c6d7e8f9ada");
  await organization.patch(
    id,
    { op: "Replace", path: "active", value: "False" },
    { op: "Replace", path: "userName", value: deleted },
  );
  expect(await organization.member(id)).toMatchObject({ status: "revoked", userName: deleted });
  expect(await organization.read(id)).toMatchObject({ active: false, userName: deleted });
  await organization.patch(
    id,
    { op: "Replace", path: "active", value: "True" },
    { op: "Replace", path: "userName", value: organization.address("ada") },
  );
  expect((await organization.member(id)).status).toBe("confirmed");
  expect(organization.mails("ada")).toHaveLength(1);
});

test("B17 who is unassigned from the application is revoked and kept, and comes back when assigned again", async () => {
  const organization = await openOrganization(house);
  const id = await provisionAs(house, organization, "ada", "accepted");
  await organization.setActive(id, "False");
  expect(await organization.member(id)).toMatchObject({ status: "revoked", revokedBy: "directory" });
  expect(await organization.find(`userName eq "${organization.address("ada")}"`)).toEqual([id]);
  await organization.setActive(id, "True");
  expect((await organization.member(id)).status).toBe("accepted");
});

test("B21 a PUT without active does not revoke, and does not restore", async () => {
  const organization = await openOrganization(house);
  const id = await provisionAs(house, organization, "ada", "confirmed");
  const put = async (displayName: string) => {
    const user = entraUser(organization.address("ada"), { active: undefined, displayName });
    const { status, body } = await organization.directory.send("PUT", `/Users/${id}`, user);
    expect([status, body.displayName]).toEqual([200, displayName]);
    await organization.settled();
    return body.active;
  };
  expect(await put("One")).toBe(true);
  expect((await organization.member(id)).status).toBe("confirmed");
  await organization.setActive(id, "False");
  expect(await put("Two")).toBe(false);
  expect((await organization.member(id)).status).toBe("revoked");
  expect(await organization.story(id)).not.toContain("member.restored");
});
