/**
 * B39: ids in a group write that are no members of the organization: the known ones are applied, the unknown ones
 * are kept as a warning that names them.
 */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asMembers } from "../support/groups.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { patchOf, schemas } from "../support/scim-client.ts";

let house: House;
let organization: TestOrganization;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** The warnings about a group that are open. */
async function warnings(id: string): Promise<string[]> {
  const open = await organization.failures("open");
  return open
    .filter(({ kind, subject }) => kind === "unknownMembers" && subject === id)
    .map(({ cause }) => cause);
}

/** Writes members of a group; gives back its id. */
type Write = (id: string, members: { value: string }[]) => Promise<string>;

const whole = (members: unknown) => ({ schemas: [schemas.group], displayName: "Engineering", members });
const writes: readonly (readonly [string, Write])[] = [
  [
    "POST",
    async (_, members) => {
      const { status, body } = await organization.groups.post("Another", { members });
      expect(status).toBe(201);
      return String(body.id);
    },
  ],
  [
    "PUT",
    async (id, members) => {
      expect((await organization.directory.send("PUT", `/Groups/${id}`, whole(members))).status).toBe(200);
      return id;
    },
  ],
  [
    "PATCH that adds",
    async (id, value) => {
      await organization.groups.patch(id, { op: "Add", path: "members", value });
      return id;
    },
  ],
  [
    "PATCH that replaces",
    async (id, value) => {
      await organization.groups.patch(id, { op: "Replace", path: "members", value });
      return id;
    },
  ],
  [
    "PATCH without a path",
    async (id, members) => {
      await organization.groups.patch(id, { op: "add", value: { members } });
      return id;
    },
  ],
];

test.each(writes)(
  "B39 a %s applies the known members, and a warning names the unknown ones",
  async (_, write) => {
    organization = await openOrganization(house);
    const { groups } = organization;
    const other = await openOrganization(house);
    const [ada, gone] = [await organization.provision("ada"), await organization.provision("gone")];
    const foreign = await other.provision("foreign");
    await organization.remove(gone);
    const picture = await other.picture(foreign);
    const engineering = await groups.make("Engineering");
    const unknown = [randomUUID(), gone, foreign, engineering, "nobody"];
    const id = await write(engineering, asMembers([...unknown.slice(0, 3), ada, ...unknown.slice(3)]));
    await organization.afterwards();
    await other.afterwards();
    expect(await groups.expectOneState(id)).toEqual([ada]);
    const [warning, ...more] = await warnings(id);
    expect(more).toEqual([]);
    for (const one of unknown) expect(warning).toContain(one);
    expect(warning).not.toContain(ada);
    expect(await other.picture(foreign)).toEqual(picture);
    expect((await other.directory.send("GET", "/Groups")).body.totalResults).toBe(0);
    expect((await groups.events(id)).map(({ member }) => member).filter(Boolean)).toEqual([ada]);
  },
);

test("B39 a write of unknown members alone changes nothing but the warning", async () => {
  organization = await openOrganization(house);
  const { groups } = organization;
  const id = await groups.make("Engineering", [await organization.provision("ada")]);
  const { failures: _, ...before } = await groups.picture(id);
  await groups.patch(id, { op: "Add", path: "members", value: asMembers(["nobody"]) });
  await organization.afterwards();
  const { failures, ...after } = await groups.picture(id);
  expect(after).toEqual(before);
  expect(failures).toMatchObject([{ kind: "unknownMembers", subject: id, state: "open" }]);
});

test("B39 unknown members of several writes are all named", async () => {
  organization = await openOrganization(house);
  const { groups } = organization;
  const id = await groups.make("Engineering");
  for (const one of ["nobody-1", "nobody-2"]) {
    await groups.patch(id, { op: "Add", path: "members", value: asMembers([one]) });
  }
  const told = (await warnings(id)).join();
  for (const one of ["nobody-1", "nobody-2"]) expect(told).toContain(one);
});

test("B39 a warning is about one group: another group's has its own", async () => {
  organization = await openOrganization(house);
  const { groups } = organization;
  const [one, two] = [await groups.make("One"), await groups.make("Two")];
  await groups.patch(one, { op: "Add", path: "members", value: asMembers(["nobody-1"]) });
  expect(await warnings(two)).toEqual([]);
  await groups.patch(two, { op: "Add", path: "members", value: asMembers(["nobody-2"]) });
  expect((await warnings(one)).join()).not.toContain("nobody-2");
  expect((await warnings(two)).join()).not.toContain("nobody-1");
});

test("B39 more unknown members than one wants to read: some are named and the others counted", async () => {
  organization = await openOrganization(house);
  const { groups } = organization;
  const ada = await organization.provision("ada");
  const strangers = Array.from({ length: 3_000 }, () => randomUUID());
  const id = await groups.make("Engineering", [...strangers, ada]);
  expect(await groups.expectOneState(id)).toEqual([ada]);
  const [warning = ""] = await warnings(id);
  expect(warning).toContain(strangers[0]);
  const named = strangers.filter((one) => warning.includes(one)).length;
  expect(warning).toContain(String(3_000 - named));
  expect(warning.length).toBeLessThan(2_000);
});

test.each(["__proto__", "constructor", "$where", "a.b", "a/b", "é", " ", 'a"b', "x".repeat(200)])(
  "B39 the id %j is as unknown as any other",
  async (strange) => {
    organization = await openOrganization(house);
    const { directory, groups } = organization;
    const ada = await organization.provision("ada");
    const id = await groups.make("Engineering", [ada]);
    await groups.patch(id, { op: "Add", path: "members", value: asMembers([strange]) });
    expect((await warnings(id)).join()).toContain(strange);
    await groups.patch(id, { op: "Remove", path: "members", value: asMembers([strange]) });
    expect(await groups.expectOneState(id)).toEqual([ada]);
    expect(await warnings(id)).toEqual([]);
    const put = await directory.send("PUT", `/Groups/${id}`, whole(asMembers([strange, ada])));
    expect(put.status).toBe(200);
    expect(put.body.members).toHaveLength(1);
    expect((await warnings(id)).join()).toContain(strange);
  },
);

test("B39 a removal of an unknown, removed or foreign member is nothing, and no warning", async () => {
  organization = await openOrganization(house);
  const { groups } = organization;
  const other = await openOrganization(house);
  const foreign = await other.provision("foreign");
  const theirs = await other.groups.make("Engineering", [foreign]);
  const [ada, gone] = [await organization.provision("ada"), await organization.provision("gone")];
  const id = await groups.make("Engineering", [ada, gone]);
  await organization.remove(gone);
  await other.groups.expectNothing(theirs, () =>
    groups.expectNothing(id, async () => {
      for (const one of ["nobody", gone, foreign]) {
        await groups.patch(id, { op: "Remove", path: "members", value: asMembers([one]) });
        await groups.patch(id, { op: "Remove", path: `members[value eq "${one}"]` });
      }
    }),
  );
  expect(await groups.expectOneState(id)).toEqual([ada]);
});

test("B39 the warning is over once the directory has written the group without them", async () => {
  organization = await openOrganization(house);
  const { directory, groups } = organization;
  const ada = await organization.provision("ada");
  const id = await groups.make("Engineering", ["nobody", ada]);
  await groups.patch(id, { op: "Replace", path: "displayName", value: "Engines" });
  expect(await warnings(id)).toHaveLength(1);
  await directory.send("PUT", `/Groups/${id}`, whole(asMembers([ada])));
  expect(await warnings(id)).toEqual([]);
  await directory.send("PUT", `/Groups/${id}`, whole(asMembers(["somebody", ada])));
  const [anew] = await warnings(id);
  expect(anew).toContain("somebody");
  expect(anew, "what was named before is over").not.toContain("nobody");
});

test("B39 the warning is over once the last of them was taken out, and names only those who are left", async () => {
  organization = await openOrganization(house);
  const { groups } = organization;
  const id = await groups.make("Engineering", ["first", "second"]);
  await groups.patch(id, { op: "Remove", path: "members", value: asMembers(["first"]) });
  const [left] = await warnings(id);
  expect(left).toContain("second");
  expect(left).not.toContain("first");
  await groups.patch(id, { op: "Remove", path: 'members[value eq "second"]' });
  expect(await warnings(id)).toEqual([]);
});

test("B39 one who is removed while they are added is in no group, and it is never a 5xx", async () => {
  organization = await openOrganization(house);
  const { directory, groups } = organization;
  const id = await groups.make("Engineering");
  for (let round = 0; round < 10; round += 1) {
    const leaver = await organization.provision(`leaver-${round}`);
    const add = patchOf({ op: "Add", path: "members", value: asMembers([leaver]) });
    const answers = await Promise.all([
      directory.send("PATCH", `/Groups/${id}`, add),
      directory.send("DELETE", `/Users/${leaver}`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 204]);
    await organization.settled();
    expect(await groups.expectOneState(id)).toEqual([]);
  }
});

test("B39 the warning of a group that is deleted is over", async () => {
  organization = await openOrganization(house);
  const { directory, groups } = organization;
  const id = await groups.make("Engineering", ["nobody"]);
  expect(await warnings(id)).toHaveLength(1);
  expect((await directory.send("DELETE", `/Groups/${id}`)).status).toBe(204);
  await organization.settled();
  expect(await warnings(id)).toEqual([]);
});
