/**
 * B30: a group that is assigned in the directory is created, under a name that no other group of the organization has.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization } from "../support/organization.ts";
import { patchOf, schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test("B30 a group that is assigned is created, and found by its name in whatever case", async () => {
  const { directory, groups, keyId, settled } = await openOrganization(house);
  const { status, body, headers } = await groups.post("Engineering", { externalId: "8aa1a0c0" });
  expect(status).toBe(201);
  expect(body).toMatchObject({ displayName: "Engineering", externalId: "8aa1a0c0", members: [] });
  expect(headers.get("Location")).toBe(`${directory.url}/Groups/${body.id}`);
  const found = await directory.send("GET", '/Groups?filter=displayName+eq+"eNGINEERING"');
  expect(found.body).toMatchObject({
    totalResults: 1,
    Resources: [{ id: body.id, displayName: "Engineering" }],
  });
  await settled();
  expect(await groups.events(body.id)).toEqual([
    { kind: "group.created", actor: { kind: "key", id: keyId }, detail: ["Engineering"] },
  ]);
  expect(await groups.view(body.id)).toMatchObject({ origin: "directory", linked: true, members: 0 });
});

test.each(["Engineering", "ENGINEERING", "engineering"])(
  "B30 a second group of the name is 409 as %s, and the first one stays as it is",
  async (name) => {
    const organization = await openOrganization(house);
    const { groups } = organization;
    const ada = await organization.provision("ada");
    const id = await groups.make("Engineering");
    await groups.expectNothing(id, async () => {
      const { status, body } = await groups.post(name, { externalId: "e-2", members: [{ value: ada }] });
      expect(status).toBe(409);
      expect(body).toMatchObject({ schemas: [schemas.error], status: "409", scimType: "uniqueness" });
      expect(body.detail).toContain(name);
    });
    expect(await groups.named("Engineering")).toEqual([id]);
  },
);

test("B30 many POSTs of one name at the same time: one is 201, the others 409, one group is told", async () => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const names = ["Engineering", "engineering", "ENGINEERING", "Engineering", "engineering"];
  const answers = await Promise.all(names.map((name) => groups.post(name)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  await organization.settled();
  expect(await groups.named("Engineering")).toHaveLength(1);
  expect((await organization.events()).filter(({ kind }) => kind === "group.created")).toHaveLength(1);
});

test("B30 a group does not get the name of another one, whatever its case", async () => {
  const { directory, groups } = await openOrganization(house);
  const [id, other] = [await groups.make("Engineering"), await groups.make("Sales")];
  const whole = { schemas: [schemas.group], displayName: "ENGINEERING" };
  await groups.expectNothing(other, () =>
    groups.expectNothing(id, async () => {
      const answers = [
        await directory.send(
          "PATCH",
          `/Groups/${other}`,
          patchOf({ op: "Replace", path: "displayName", value: "engineering" }),
        ),
        await directory.send(
          "PATCH",
          `/Groups/${other}`,
          patchOf({ op: "Replace", value: { id: other, displayName: "Engineering" } }),
        ),
        await directory.send("PUT", `/Groups/${other}`, whole),
      ];
      for (const { status, body } of answers) {
        expect([status, body.scimType]).toEqual([409, "uniqueness"]);
      }
    }),
  );
});

test("B30 a PATCH that is refused for its name changes no members either", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  const ada = await organization.provision("ada");
  await groups.make("Engineering");
  const id = await groups.make("Sales");
  await groups.expectNothing(id, async () => {
    const { status } = await directory.send(
      "PATCH",
      `/Groups/${id}`,
      patchOf(
        { op: "Add", path: "members", value: [{ value: ada }] },
        { op: "Replace", path: "displayName", value: "Engineering" },
      ),
    );
    expect(status).toBe(409);
  });
});

test("B30 a name that a group gave up is free for another one", async () => {
  const { groups } = await openOrganization(house);
  const id = await groups.make("Engineering");
  await groups.patch(id, { op: "Replace", path: "displayName", value: "Research" });
  const other = await groups.make("ENGINEERING");
  expect(await groups.named("engineering")).toEqual([other]);
  expect(await groups.named("research")).toEqual([id]);
});

test("B30 two organizations can have a group of one name each, and see no other's", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  const id = await one.groups.make("Engineering");
  const theirs = await other.groups.make("Engineering");
  expect(await one.groups.named("Engineering")).toEqual([id]);
  expect(await other.groups.named("Engineering")).toEqual([theirs]);
  expect((await other.directory.send("GET", `/Groups/${id}`)).status).toBe(404);
  expect((await other.directory.send("GET", "/Groups")).body.totalResults).toBe(1);
});

test("B30 externalId need not be unique", async () => {
  const { groups } = await openOrganization(house);
  for (const name of ["One", "Two"])
    expect((await groups.post(name, { externalId: "same" })).status).toBe(201);
});

test.each([
  ["without a displayName", { displayName: undefined }],
  ["with an empty displayName", { displayName: "" }],
  ["with a displayName that is no text", { displayName: 7 }],
])("B30 a group %s is 400, and none is created", async (_, wrong) => {
  const { directory, groups } = await openOrganization(house);
  const { status, body } = await groups.post("x", wrong);
  expect(status).toBe(400);
  expect(body.detail).toContain("displayName");
  expect((await directory.send("GET", "/Groups")).body.totalResults).toBe(0);
});
