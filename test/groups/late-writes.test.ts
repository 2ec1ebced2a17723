/**
 * B40: a write that was given its ticket before another one, and comes after it, changes nothing: neither does a
 * removed member come back, nor does a newer add go.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { expectAgreement, postGroup, rosterOf } from "../support/membership-account.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { patchOf, schemas } from "../support/scim-client.ts";

let house: House;
let organization: TestOrganization;
let ada: string;
let bob: string;
let group: string;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  organization = await openOrganization(house);
  [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  group = await postGroup(organization, "Engineering", [bob]);
  await organization.settled();
});
afterAll(() => house.close());

/** A change of Ada's membership that has its ticket, and is on its way until it is let through. */
async function onItsWay(present: boolean): Promise<() => Promise<void>> {
  const { takeTicket, writeMemberships, now } = house.deps;
  const exists = (await house.deps.store.memberships.countDocuments({ group, member: ada })) > 0;
  const of = { organization: organization.id, _id: group };
  const ticket = await takeTicket(of);
  if (!ticket) throw new Error("the group is gone");
  const actor = { kind: "key", id: organization.keyId } as const;
  return async () => {
    const write = { group: of, version: ticket.version, actor, now: now() };
    await writeMemberships(write, [{ member: ada, present, tell: true, exists }]);
    house.deps.queues.wake(organization.id);
  };
}

async function patch(...operations: readonly Record<string, unknown>[]): Promise<void> {
  const { status } = await organization.directory.send("PATCH", `/Groups/${group}`, patchOf(...operations));
  expect(status).toBe(200);
}
const add = () => patch({ op: "Add", path: "members", value: [{ value: ada }] });

async function put(members: readonly string[]): Promise<void> {
  const values = members.map((value) => ({ value }));
  const body = { schemas: [schemas.group], displayName: "Engineering", members: values };
  expect((await organization.directory.send("PUT", `/Groups/${group}`, body)).status).toBe(200);
}

const removes: Readonly<Record<string, () => Promise<void>>> = {
  "a Remove with a list": () => patch({ op: "Remove", path: "members", value: [{ value: ada }] }),
  "a Remove with a filter": () => patch({ op: "remove", path: `members[value eq "${ada}"]` }),
};
const wholes: Readonly<Record<string, () => Promise<void>>> = {
  "a Remove of all": () => patch({ op: "Remove", path: "members" }),
  "a Replace": () => patch({ op: "Replace", path: "members", value: [{ value: bob }] }),
  "a PUT": () => put([bob]),
};

/** What is seen of the group, and told of Ada's membership. */
async function expectAda(isIn: boolean, story: readonly string[]): Promise<void> {
  await organization.settled();
  await organization.afterwards();
  const roster = (await rosterOf(organization, group)) ?? [];
  expect(roster.includes(ada)).toBe(isIn);
  await expectAgreement(house, organization, new Map([[group, roster]]), [ada, bob]);
  const kinds = (await organization.story(ada)).filter((kind) => kind.startsWith("membership."));
  expect(kinds).toEqual(story);
}

const added = "membership.added";
const removed = "membership.removed";

test.each(Object.entries(removes))(
  "a late add of somebody who never was a member loses against %s",
  async (_, remove) => {
    const letThrough = await onItsWay(true);
    await remove();
    await letThrough();
    await expectAda(false, []);
  },
);

test.each(Object.entries({ ...removes, ...wholes }))(
  "a late add of somebody who was a member loses against %s",
  async (_, remove) => {
    await add();
    await organization.settled();
    const letThrough = await onItsWay(true);
    await remove();
    await letThrough();
    await expectAda(false, [added, removed]);
  },
);

test.each(Object.entries({ ...removes, ...wholes }))(
  "a late add loses after the workers have applied %s",
  async (_, remove) => {
    await add();
    await organization.settled();
    const letThrough = await onItsWay(true);
    await remove();
    await organization.settled();
    await letThrough();
    await expectAda(false, [added, removed]);
  },
);

test.each(Object.entries(removes))(
  "a late add of somebody who left before loses against %s once more",
  async (_, remove) => {
    await add();
    await organization.settled();
    await remove();
    await organization.settled();
    const letThrough = await onItsWay(true);
    await remove();
    await letThrough();
    await expectAda(false, [added, removed]);
  },
);

test("what keeps a member out is kept for hours from the last remove, however long they are out already", async () => {
  await add();
  await organization.settled();
  await removes["a Remove with a list"]?.();
  await organization.settled();
  const { memberships } = house.deps.store;
  const of = { organization: organization.id, group, member: ada };
  const hourMs = 60 * 60 * 1000;
  // A day is nearly over.
  await memberships.updateOne(of, { $set: { forgetAt: new Date(Date.now() + hourMs / 60) } });
  await removes["a Remove with a list"]?.();
  const { forgetAt } = (await memberships.findOne(of)) ?? {};
  expect(forgetAt?.getTime()).toBeGreaterThan(Date.now() + hourMs);
});

test("a late remove loses against a newer add", async () => {
  const letThrough = await onItsWay(false);
  await add();
  await letThrough();
  await expectAda(true, [added]);
});

test("a late remove loses after the workers have applied the newer add", async () => {
  await add();
  await organization.settled();
  await removes["a Remove with a list"]?.();
  await organization.settled();
  const letThrough = await onItsWay(false);
  await add();
  await organization.settled();
  await letThrough();
  await expectAda(true, [added, removed, added]);
});

test("a late remove loses against a newer add of somebody who is a member already", async () => {
  await add();
  await organization.settled();
  const letThrough = await onItsWay(false);
  await add();
  await letThrough();
  await expectAda(true, [added]);
});

test("a late add into a group that was removed and cleared meanwhile brings nothing back", async () => {
  await add();
  await organization.settled();
  const letThrough = await onItsWay(true);
  expect((await organization.directory.send("DELETE", `/Groups/${group}`)).status).toBe(204);
  await organization.settled();
  await letThrough();
  await eventually(async () => {
    expect(await house.deps.store.memberships.countDocuments({ group })).toBe(0);
  });
  await expectAgreement(house, organization, new Map(), [ada, bob]);
});

test("a late add of somebody who left the organization meanwhile brings nothing back", async () => {
  const letThrough = await onItsWay(true);
  await organization.remove(ada);
  await letThrough();
  await organization.settled();
  expect(await rosterOf(organization, group)).toEqual([bob]);
  await expectAgreement(house, organization, new Map([[group, [bob]]]), [bob]);
});
