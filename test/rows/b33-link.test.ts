/**
 * B33: a group that was made by hand is found by the directory by its name or externalId, and linked by what the
 * directory then writes.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createByHand } from "../../api/organization/groups/groups.ts";
import { asMembers } from "../support/groups.ts";
import { type House, openHouse } from "../support/house.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";
import { schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Sends a write about a group that it names itself, and waits until that is applied. */
type Write = (organization: TestOrganization, id: string, member: string) => Promise<unknown>;

const writes: readonly (readonly [string, Write])[] = [
  [
    "a PATCH of its members",
    ({ groups }, id, member) => groups.patch(id, { op: "Add", path: "members", value: [{ value: member }] }),
  ],
  [
    "a PATCH of its externalId and members",
    ({ groups }, id, member) =>
      groups.patch(
        id,
        { op: "Add", path: "externalId", value: "e-1" },
        { op: "Add", path: "members", value: [{ value: member }] },
      ),
  ],
  [
    "a PUT",
    async ({ directory, settled }, id, member) => {
      const whole = { schemas: [schemas.group], displayName: "Engineering", members: asMembers([member]) };
      expect((await directory.send("PUT", `/Groups/${id}`, whole)).status).toBe(200);
      await settled();
    },
  ],
  [
    "a POST of its name",
    async ({ groups }, id, member) => expect(await groups.make("Engineering", [member])).toBe(id),
  ],
];

test.each(writes)(
  "B33 a group made by hand is linked by %s, keeps its id, and is told once",
  async (_, write) => {
    const organization = await openOrganization(house);
    const { groups, keyId } = organization;
    const ada = await organization.provision("ada");
    const id = await groups.makeByHand("Engineering");
    expect(await groups.view(id)).toMatchObject({ origin: "hand", linked: false });
    expect(await groups.named("ENGINEERING")).toEqual([id]);
    await write(organization, id, ada);
    await organization.afterwards();
    expect(await groups.view(id)).toMatchObject({ origin: "hand", linked: true, members: 1 });
    expect(await groups.members(id)).toEqual([ada]);
    const events = await groups.events(id);
    const [created, ...followed] = events.filter(({ kind }) => kind !== "group.updated");
    expect(created).toEqual({ kind: "group.created", actor: admin, detail: ["Engineering"] });
    // In either order: a worker that looks just as the write arrives finds the membership first.
    expect(followed.sort((left, right) => left.kind.localeCompare(right.kind))).toEqual([
      { kind: "group.linked", actor: { kind: "key", id: keyId } },
      { kind: "membership.added", actor: { kind: "key", id: keyId }, member: ada },
    ]);
  },
);

test("B33 the directory finds a group made by hand by its externalId", async () => {
  const { id: place, directory, groups } = await openOrganization(house);
  const made = { displayName: "Engineering", externalId: "8aa1a0c0" };
  const { _id } = await createByHand(house.deps, place, made, admin);
  const found = await directory.send(
    "GET",
    '/Groups?filter=externalId+eq+"8aa1a0c0"&excludedAttributes=members',
  );
  expect(found.body.Resources).toMatchObject([{ id: _id, displayName: "Engineering" }]);
  await groups.patch(_id, { op: "Replace", path: "displayName", value: "Engineers" });
  expect(await groups.view(_id)).toMatchObject({
    displayName: "Engineers",
    externalId: "8aa1a0c0",
    linked: true,
  });
});

test("B33 a POST of the name in another case links the group, which is called as the directory calls it", async () => {
  const { groups, settled } = await openOrganization(house);
  const id = await groups.makeByHand("engineering");
  const { status, body, headers } = await groups.post("Engineering", { externalId: "8aa1a0c0" });
  expect(status).toBe(201);
  expect(body).toMatchObject({ id, displayName: "Engineering", externalId: "8aa1a0c0" });
  await settled();
  expect(await groups.etag(id)).toBe(headers.get("ETag"));
  expect(await groups.view(id)).toMatchObject({ displayName: "Engineering", linked: true });
  expect(await groups.story(id)).toContain("group.linked");
  expect((await groups.post("ENGINEERING")).status).toBe(409);
});

test("B33 several POSTs of its name at the same time link the group once, and none of them fails but for the name", async () => {
  for (let round = 0; round < 5; round += 1) {
    const { groups, settled } = await openOrganization(house);
    const id = await groups.makeByHand("Engineering");
    const names = ["Engineering", "ENGINEERING", "engineering", "EnGiNeErInG"];
    const answers = await Promise.all(names.map((name) => groups.post(name)));
    const linked = answers.filter(({ status }) => status === 201);
    expect(linked.length).toBeGreaterThan(0);
    for (const { body } of linked) expect(body.id).toBe(id);
    const refused = answers.map(({ status }) => status).filter((status) => status !== 201);
    expect(refused).toEqual(refused.map(() => 409));
    await settled();
    expect((await groups.story(id)).filter((kind) => kind === "group.linked")).toHaveLength(1);
  }
});

test("B33 a group is linked before any worker has told that it is there, and both are told in their order", async () => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const { _id } = await whileWorkerRests(house, async () => {
    const made = await createByHand(house.deps, organization.id, { displayName: "Engineering" }, admin);
    expect((await groups.post("Engineering")).body.id).toBe(made._id);
    return made;
  });
  await organization.settled();
  expect(await groups.story(_id)).toEqual(["group.created", "group.linked"]);
  expect((await groups.events(_id))[0]?.actor).toEqual(admin);
});

test("B33 a group that the directory only finds and reads is not linked: what is done by hand stays", async () => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  const id = await groups.makeByHand("Engineering", [ada]);
  expect(await groups.named("Engineering")).toEqual([id]);
  await groups.renameByHand(id, "Engineers");
  await groups.addByHand(id, bob);
  await groups.removeByHand(id, ada);
  await organization.afterwards();
  expect(await groups.view(id)).toMatchObject({ displayName: "Engineers", linked: false, members: 1 });
  expect(await groups.members(id)).toEqual([bob]);
  const kinds = await groups.story(id);
  expect(kinds).not.toContain("group.reverted");
  expect(kinds).not.toContain("membership.reverted");
});

test("B33 a group of the name in another organization is not linked", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  const id = await one.groups.makeByHand("Engineering");
  await one.groups.expectNothing(id, async () => {
    expect(await other.groups.make("Engineering")).not.toBe(id);
  });
});
