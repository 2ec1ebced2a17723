/**
 * B40, B25: what is so already is nothing: no event, no e-mail, the same version and ETag.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { asMembers } from "../support/groups.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type People = { readonly inside: readonly [string, string]; readonly outside: string };

const repeats: readonly (readonly [string, (people: People) => Record<string, unknown>[]])[] = [
  ["an add of a member", ({ inside }) => [{ op: "Add", path: "members", value: asMembers(inside) }]],
  ["an add of a member as a bare id", ({ inside }) => [{ op: "add", path: "members", value: inside[0] }]],
  ["an add without a path", ({ inside }) => [{ op: "add", value: { members: asMembers(inside) } }]],
  ["an add of nobody", () => [{ op: "Add", path: "members", value: [] }]],
  [
    "a removal of one outside",
    ({ outside }) => [{ op: "Remove", path: "members", value: asMembers([outside]) }],
  ],
  [
    "a removal of one outside by a filter",
    ({ outside }) => [{ op: "Remove", path: `members[value eq "${outside}"]` }],
  ],
  [
    "a replacement by the same members",
    ({ inside }) => [{ op: "Replace", path: "members", value: asMembers(inside) }],
  ],
  [
    "an add and a removal of one outside",
    ({ outside }) => [
      { op: "Add", path: "members", value: asMembers([outside]) },
      { op: "Remove", path: "members", value: asMembers([outside]) },
    ],
  ],
  [
    "a removal and an add of a member",
    ({ inside }) => [
      { op: "Remove", path: "members", value: asMembers([inside[0]]) },
      { op: "Add", path: "members", value: asMembers([inside[0]]) },
    ],
  ],
  [
    "a removal of all and an add of the same",
    ({ inside }) => [
      { op: "Remove", path: "members" },
      { op: "Add", path: "members", value: asMembers(inside) },
    ],
  ],
  ["the name", () => [{ op: "Replace", path: "displayName", value: "Engineering" }]],
  ["the externalId", () => [{ op: "Add", path: "externalId", value: "e-1" }]],
  ["no operation at all", () => []],
];

/** A group with two members, and one who is none. */
async function makeGroup(organization: TestOrganization): Promise<{ id: string; people: People }> {
  const inside = [await organization.provision("ada"), await organization.provision("bob")] as const;
  const outside = await organization.provision("eve");
  const { body } = await organization.groups.post("Engineering", {
    externalId: "e-1",
    members: asMembers(inside),
  });
  await organization.settled();
  return { id: String(body.id), people: { inside, outside } };
}

test.each(repeats)("B40 a PATCH of %s is nothing", async (_, operations) => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const { id, people } = await makeGroup(organization);
  await groups.expectNothing(id, async () => {
    for (let round = 0; round < 2; round += 1) {
      const { headers } = await groups.patch(id, ...operations(people));
      expect(headers.get("ETag")).toBe(await groups.etag(id));
    }
  });
  expect(await groups.expectOneState(id)).toEqual([...people.inside].sort());
});

test("B40 a PUT of what is so already, also as it was read, is nothing", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  const { id, people } = await makeGroup(organization);
  const [ada, bob] = people.inside;
  const attributes = { schemas: [schemas.group], displayName: "Engineering", externalId: "e-1" };
  const bodies = [attributes, { ...attributes, members: asMembers([bob, ada, bob]) }, await groups.read(id)];
  for (const body of bodies) {
    await groups.expectNothing(id, async () => {
      const answer = await directory.send("PUT", `/Groups/${id}`, body);
      expect([answer.status, answer.body.members.length]).toEqual([200, 2]);
    });
  }
});

test("B40 a change and the same change again are one", async () => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const { id, people } = await makeGroup(organization);
  const add = { op: "Add", path: "members", value: asMembers([people.outside]) };
  const etags = [
    (await groups.patch(id, add)).headers.get("ETag"),
    (await groups.patch(id, add)).headers.get("ETag"),
  ];
  expect(etags[0]).toBe(etags[1]);
  const added = (await groups.events(id)).filter(({ member }) => member === people.outside);
  expect(added.map(({ kind }) => kind)).toEqual(["membership.added"]);
});

test("B25 a directory that starts provisioning anew finds every group and sends everything once more: nothing happens", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  const { id, people } = await makeGroup(organization);
  await groups.expectNothing(id, async () => {
    expect(await groups.named("Engineering")).toEqual([id]);
    expect((await groups.post("Engineering", { externalId: "e-1" })).status).toBe(409);
    for (const value of people.inside) {
      const filter = encodeURIComponent(`id eq "${id}" and members eq "${value}"`);
      expect((await directory.send("GET", `/Groups?filter=${filter}`)).body.totalResults).toBe(1);
      await groups.patch(id, { op: "Add", path: "members", value: [{ $ref: null, value }] });
    }
  });
  for (const name of ["ada", "bob", "eve"]) expect(organization.mails(name)).toHaveLength(1);
});
