/**
 * B34: a user who leaves a group in the directory leaves it here, and stays a member of the organization.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { asMembers } from "../support/groups.ts";
import { type House, openHouse } from "../support/house.ts";
import { provisionAs } from "../support/joining.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";
import { schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Takes a member out of a group of two. */
type Leave = (organization: TestOrganization, id: string, leaver: string, stayer: string) => Promise<unknown>;

const ways: readonly (readonly [string, Leave])[] = [
  [
    "a Remove with a list",
    ({ groups }, id, leaver) =>
      groups.patch(id, { op: "Remove", path: "members", value: asMembers([leaver]) }),
  ],
  [
    "a Remove with a filter",
    ({ groups }, id, leaver) => groups.patch(id, { op: "remove", path: `members[value eq "${leaver}"]` }),
  ],
  [
    "a Remove with $ref null",
    ({ groups }, id, leaver) =>
      groups.patch(id, { op: "Remove", path: "members", value: [{ $ref: null, value: leaver }] }),
  ],
  [
    "a replacement of the members",
    ({ groups }, id, _, stayer) =>
      groups.patch(id, { op: "replace", path: "members", value: asMembers([stayer]) }),
  ],
  [
    "a PUT",
    async ({ directory, settled }, id, _, stayer) => {
      const whole = { schemas: [schemas.group], displayName: "Engineering", members: asMembers([stayer]) };
      expect((await directory.send("PUT", `/Groups/${id}`, whole)).status).toBe(200);
      await settled();
    },
  ],
];

test.each(ways)(
  "B34 a user leaves a group by %s and stays a member of the organization",
  async (_, leave) => {
    const organization = await openOrganization(house);
    const { groups, keyId } = organization;
    const ada = await provisionAs(house, organization, "ada", "confirmed");
    const bob = await organization.provision("bob");
    const id = await groups.make("Engineering", [ada, bob]);
    const other = await groups.make("Chess", [ada, bob]);
    const [member, mails] = [await organization.member(ada), organization.mails("ada").length];
    await groups.expectNothing(other, () => leave(organization, id, ada, bob));
    expect(await groups.members(id)).toEqual([bob]);
    expect(await groups.view(id)).toMatchObject({ members: 1 });
    expect(await groups.ofMember(ada)).toEqual(["Chess"]);
    expect(await groups.ofMember(bob)).toEqual(["Chess", "Engineering"]);
    expect((await groups.events(id)).slice(3)).toEqual([
      { kind: "membership.removed", actor: { kind: "key", id: keyId }, member: ada },
    ]);
    expect(await organization.member(ada)).toEqual(member);
    expect(organization.mails("ada")).toHaveLength(mails);
    expect((await organization.seats()).used).toBe(4);
  },
);

test.each([
  ["a Remove of the members", { op: "Remove", path: "members" }],
  ["a replacement by nobody", { op: "Replace", path: "members", value: [] }],
])("B34 all leave a group by %s, and stay members", async (_, operation) => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  const id = await groups.make("Engineering", [ada, bob]);
  const other = await groups.make("Chess", [ada]);
  await groups.expectNothing(other, () => groups.patch(id, operation));
  expect(await groups.members(id)).toEqual([]);
  expect(await groups.view(id)).toMatchObject({ members: 0 });
  expect((await groups.story(id)).slice(3)).toEqual(["membership.removed", "membership.removed"]);
  expect(await organization.members()).toHaveLength(4);
});

test("B34 a Remove with an empty list takes nobody out", async () => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const ada = await organization.provision("ada");
  const id = await groups.make("Engineering", [ada]);
  await groups.expectNothing(id, () => groups.patch(id, { op: "Remove", path: "members", value: [] }));
});

test("B34 who left can come back, and both are told", async () => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const ada = await organization.provision("ada");
  const id = await groups.make("Engineering", [ada]);
  await groups.patch(id, { op: "Remove", path: "members", value: asMembers([ada]) });
  await groups.patch(id, { op: "Add", path: "members", value: asMembers([ada]) });
  expect(await groups.members(id)).toEqual([ada]);
  expect(await groups.view(id)).toMatchObject({ members: 1 });
  expect(await groups.story(id)).toEqual([
    "group.created",
    "membership.added",
    "membership.removed",
    "membership.added",
  ]);
  expect(organization.mails("ada")).toHaveLength(1);
});

test("B34 a user who leaves and comes back before any worker looked is a member all the time", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  const ada = await organization.provision("ada");
  const id = await groups.make("Engineering", [ada]);
  await whileWorkerRests(house, async () => {
    for (const op of ["Remove", "Add"]) {
      const body = {
        schemas: [schemas.patch],
        Operations: [{ op, path: "members", value: asMembers([ada]) }],
      };
      expect((await directory.send("PATCH", `/Groups/${id}`, body)).status).toBe(200);
      expect(await groups.members(id)).toEqual(op === "Add" ? [ada] : []);
    }
  });
  await organization.afterwards();
  expect(await groups.members(id)).toEqual([ada]);
  expect(await groups.view(id)).toMatchObject({ members: 1 });
  expect(await groups.story(id)).toEqual(["group.created", "membership.added"]);
});
