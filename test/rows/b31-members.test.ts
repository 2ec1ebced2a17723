/**
 * B31, B32: the members of a group are members of the organization; the directory creates each user first, and the
 * group's members refer to them.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { asMembers } from "../support/groups.ts";
import { type House, openHouse } from "../support/house.ts";
import { provisionAs } from "../support/joining.ts";
import { openOrganization } from "../support/organization.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";
import { entraUser, patchOf } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test("B31 members of it who are members of the organization are added", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  const ada = await organization.provision("ada");
  const { status, body } = await groups.post("Mathematics", { members: [{ value: ada }] });
  expect(status).toBe(201);
  const member = {
    value: ada,
    $ref: `${directory.url}/Users/${ada}`,
    display: `Person ${organization.address("ada")}`,
    type: "User",
  };
  expect(body.members).toEqual([member]);
  await organization.settled();
  expect((await groups.read(body.id)).members).toEqual([member]);
  const $ref = `${directory.url}/Groups/${body.id}`;
  expect((await organization.read(ada)).groups).toEqual([
    { value: body.id, $ref, display: "Mathematics", type: "direct" },
  ]);
  expect(await organization.story(ada)).toEqual(["member.created", "member.invited", "membership.added"]);
});

test("B31 members are added to a group that is there, and it is told who wrote each", async () => {
  const organization = await openOrganization(house);
  const { groups, keyId } = organization;
  const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  const id = await groups.make("Mathematics");
  const before = await groups.etag(id);
  await groups.patch(id, { op: "Add", path: "members", value: asMembers([ada, bob]) });
  expect(await groups.members(id)).toEqual([ada, bob].sort());
  expect(await groups.view(id)).toMatchObject({ members: 2 });
  expect(await groups.etag(id)).not.toBe(before);
  const actor = { kind: "key", id: keyId };
  const told = (await groups.events(id)).slice(1);
  expect(told).toHaveLength(2);
  for (const member of [ada, bob]) {
    expect(told).toContainEqual({ kind: "membership.added", actor, member });
  }
});

test("B31 reads show a membership at once, before any worker has seen it", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  const ada = await organization.provision("ada");
  const id = await groups.make("Mathematics");
  await whileWorkerRests(house, async () => {
    const add = patchOf({ op: "Add", path: "members", value: [{ value: ada }] });
    expect((await directory.send("PATCH", `/Groups/${id}`, add)).status).toBe(200);
    expect(await groups.members(id)).toEqual([ada]);
    expect(await groups.ofMember(ada)).toEqual(["Mathematics"]);
  });
  await organization.settled();
  expect(await groups.members(id)).toEqual([ada]);
  expect(await groups.story(id)).toEqual(["group.created", "membership.added"]);
});

test.each(["invited", "accepted", "confirmed"] as const)(
  "B31 one who is %s is added, keeps that status and gets no e-mail for it",
  async (status) => {
    const organization = await openOrganization(house);
    const ada = await provisionAs(house, organization, "ada", status);
    const before = await organization.member(ada);
    const mails = organization.mails("ada").length;
    const id = await organization.groups.make("Mathematics", [ada]);
    await organization.afterwards();
    expect(await organization.member(ada)).toEqual(before);
    expect(organization.mails("ada")).toHaveLength(mails);
    expect(await organization.groups.members(id)).toEqual([ada]);
  },
);

test("B31 one who is revoked, and one who waits for a seat, are added and stay so", async () => {
  const organization = await openOrganization(house, { seats: 2 });
  const ada = await organization.provision("ada");
  await organization.setActive(ada, "False");
  const [bob, eve] = [await organization.provision("bob"), await organization.provision("eve")];
  const id = await organization.groups.make("Mathematics", [ada, eve]);
  expect(await organization.groups.members(id)).toEqual([ada, eve].sort());
  expect((await organization.member(ada)).status).toBe("revoked");
  expect((await organization.member(eve)).waiting).not.toBeNull();
  expect((await organization.member(bob)).status).toBe("invited");
  expect(organization.mails("eve")).toHaveLength(0);
});

test("B31 a member who was invited by hand is added like any other", async () => {
  const organization = await openOrganization(house);
  const hand = await organization.inviteByHand("hand");
  const id = await organization.groups.make("Mathematics", [hand]);
  expect(await organization.groups.members(id)).toEqual([hand]);
  expect(organization.mails("hand")).toHaveLength(1);
});

test("B31 one who is named twice in a write is a member once", async () => {
  const organization = await openOrganization(house);
  const ada = await organization.provision("ada");
  const id = await organization.groups.make("Mathematics", [ada, ada]);
  expect(await organization.groups.members(id)).toEqual([ada]);
  expect(await organization.groups.view(id)).toMatchObject({ members: 1 });
  expect(await organization.groups.story(id)).toEqual(["group.created", "membership.added"]);
});

test("B31 a member can be in several groups, and a group shows none of another's", async () => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  const [one, two] = [await groups.make("One", [ada]), await groups.make("Two", [ada, bob])];
  expect(await groups.ofMember(ada)).toEqual(["One", "Two"]);
  expect(await groups.ofMember(bob)).toEqual(["Two"]);
  expect(await groups.members(one)).toEqual([ada]);
  expect(await groups.members(two)).toEqual([ada, bob].sort());
});

test("B32 those who are no members yet are created first, invited once, and then in the group", async () => {
  const organization = await openOrganization(house);
  const { address, directory, groups } = organization;
  const id = await groups.make("Mathematics");
  const names = Array.from({ length: 8 }, (_, index) => `user-${index}`);
  const ids = await Promise.all(
    names.map(async (name) => {
      const { status, body } = await directory.send("POST", "/Users", entraUser(address(name)));
      expect(status).toBe(201);
      return String(body.id);
    }),
  );
  await groups.patch(id, { op: "Add", path: "members", value: asMembers(ids) });
  await organization.afterwards();
  expect(await groups.members(id)).toEqual([...ids].sort());
  expect(await groups.view(id)).toMatchObject({ members: 8 });
  for (const name of names) expect(organization.mails(name), name).toHaveLength(1);
  for (const member of ids) {
    expect(await organization.story(member)).toEqual([
      "member.created",
      "member.invited",
      "membership.added",
    ]);
    expect((await organization.member(member)).status).toBe("invited");
  }
  expect(await organization.failures()).toEqual([]);
});

test("B32 a user of two groups is invited once", async () => {
  const organization = await openOrganization(house);
  const ada = await organization.provision("ada");
  await organization.groups.make("One", [ada]);
  await organization.groups.make("Two", [ada]);
  await organization.afterwards();
  expect(organization.mails("ada")).toHaveLength(1);
  expect((await organization.story(ada)).filter((kind) => kind === "member.invited")).toHaveLength(1);
});
