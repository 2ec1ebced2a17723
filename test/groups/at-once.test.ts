/**
 * B39, B40: many writers of one group at the same time all get their way, and nothing of theirs is lost.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { expectAgreement, postGroup, rosterOf } from "../support/membership-account.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { type Answer, entraUser, patchOf, schemas } from "../support/scim-client.ts";

const crowd = 100;

let house: House;
let organization: TestOrganization;
let group: string;
beforeAll(async () => {
  house = await openHouse({ keepMails: false });
});
beforeEach(async () => {
  organization = await openOrganization(house);
  group = await postGroup(organization, "Engineering");
});
afterAll(() => house.close());

/** Posts some users, all at once, waits until they are members, and gives back their ids, sorted. */
async function post(count: number): Promise<string[]> {
  const { directory, address } = organization;
  const posts = Array.from({ length: count }, (_, index) =>
    directory.send("POST", "/Users", entraUser(address(`user-${index}`))),
  );
  const answers = await Promise.all(posts);
  expectAll(answers, 201);
  await organization.settled();
  return answers.map(({ body }) => String(body.id)).sort();
}

type Op = "Add" | "Remove" | "Replace";

function patchGroup(id: string, op: Op, ...members: readonly string[]): Promise<Answer> {
  const value = members.map((member) => ({ value: member }));
  return organization.directory.send("PATCH", `/Groups/${id}`, patchOf({ op, path: "members", value }));
}
const patch = (op: Op, ...members: readonly string[]) => patchGroup(group, op, ...members);

function expectAll(answers: readonly Answer[], status: number): void {
  const others = answers.filter((answer) => answer.status !== status);
  expect(others.map((answer) => [answer.status, answer.body?.detail])).toEqual([]);
}

async function toldOf(kind: "membership.added" | "membership.removed"): Promise<(string | undefined)[]> {
  return (await organization.events()).flatMap((event) => (event.kind === kind ? [event.member] : []));
}

test("B40 100 PATCHes at once that each add another member lose none, and each is a version of its own", async () => {
  const users = await post(crowd);
  const answers = await Promise.all(users.map((user) => patch("Add", user)));
  expectAll(answers, 200);
  expect(new Set(answers.map(({ headers }) => headers.get("ETag"))).size).toBe(crowd);
  expect(await rosterOf(organization, group), "at once, before any worker").toEqual(users);
  await organization.settled();
  await expectAgreement(house, organization, new Map([[group, users]]), users.slice(0, 3));
  expect((await toldOf("membership.added")).sort()).toEqual(users);
});

test("B40 100 PATCHes at once that each remove another member leave none, and take nobody else along", async () => {
  const users = await post(crowd + 1);
  const [stays = "", ...leaving] = users;
  expectAll([await patch("Add", ...users)], 204);
  await organization.settled();
  expectAll(await Promise.all(leaving.map((user) => patch("Remove", user))), 200);
  await organization.settled();
  await expectAgreement(house, organization, new Map([[group, [stays]]]), [stays, ...leaving.slice(0, 2)]);
  expect((await toldOf("membership.removed")).sort()).toEqual(leaving);
});

test("B40 100 adds and removes of one member at once end in one state, and the next write is the last word", async () => {
  const [ada = "", bob = ""] = await post(2);
  expectAll([await patch("Add", bob)], 200);
  for (const last of ["Add", "Remove", "Add"] as const) {
    const ops = Array.from({ length: crowd }, (_, index) => (index % 2 === 0 ? "Add" : "Remove"));
    expectAll(await Promise.all(ops.map((op) => patch(op, ada))), 200);
    await organization.settled();
    const roster = (await rosterOf(organization, group)) ?? [];
    expect(roster).toContain(bob);
    await expectAgreement(house, organization, new Map([[group, roster]]), [ada, bob]);

    expectAll([await patch(last, ada)], 200);
    const wanted = last === "Add" ? [ada, bob].sort() : [bob];
    expect(await rosterOf(organization, group), "at once").toEqual(wanted);
    await organization.settled();
    await expectAgreement(house, organization, new Map([[group, wanted]]), [ada, bob]);
  }
});

test("B40 the same add 100 times at once is one membership, told once", async () => {
  const [ada = ""] = await post(1);
  expectAll(await Promise.all(Array.from({ length: crowd }, () => patch("Add", ada))), 200);
  await organization.settled();
  await expectAgreement(house, organization, new Map([[group, [ada]]]), [ada]);
  expect(await toldOf("membership.added")).toEqual([ada]);
});

test("B40 PUTs at once that each name others end as one of them named it, of everybody whom none of them left out", async () => {
  const users = await post(12);
  const [always = "", ...rest] = users;
  const rosters = rest.map((user) => [always, user]);
  const answers = await Promise.all(
    rosters.map((members) =>
      organization.directory.send("PUT", `/Groups/${group}`, {
        schemas: [schemas.group],
        displayName: "Engineering",
        members: members.map((value) => ({ value })),
      }),
    ),
  );
  expectAll(answers, 200);
  const roster = (await rosterOf(organization, group)) ?? [];
  expect(roster).toContain(always);
  await organization.settled();
  await expectAgreement(house, organization, new Map([[group, roster]]), users);
});

test("B39 an id that nobody has, in many PATCHes at once, is left out of each of them, and counted", async () => {
  const users = await post(10);
  const stranger = "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee";
  const names = Array.from({ length: 30 }, (_, index) => `Team ${index}`);
  const teams = await Promise.all(names.map((name) => postGroup(organization, name)));
  const answers = await Promise.all(
    teams.flatMap((team) => users.map((user) => patchGroup(team, "Add", user, stranger))),
  );
  expectAll(answers, 200);
  await organization.settled();
  const rosters = new Map([[group, []], ...teams.map((team) => [team, users] as const)]);
  await expectAgreement(house, organization, rosters, users.slice(0, 2));
  const failures = await organization.failures("open");
  const rows = failures.map(({ kind, subject, count }) => [kind, subject, count]);
  expect(rows.sort()).toEqual(teams.map((team) => ["unknownMembers", team, users.length]).sort());
  for (const { cause } of failures) expect(cause).toContain(stranger);
});

test("B38 many DELETEs of a group at once: one is answered with 204, the others with 404, and it is told once", async () => {
  const users = await post(3);
  expectAll([await patch("Add", ...users)], 200);
  await organization.settled();
  const sent = Array.from({ length: 20 }, () => organization.directory.send("DELETE", `/Groups/${group}`));
  const statuses = (await Promise.all(sent)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 204)).toHaveLength(1);
  expect(statuses.filter((status) => status === 404)).toHaveLength(19);
  await organization.settled();
  await expectAgreement(house, organization, new Map(), users);
});

test("B30 a name that is posted many times at once makes one group; the others are told that it is taken", async () => {
  const body = { schemas: [schemas.group], displayName: "Design" };
  const sent = Array.from({ length: 20 }, (_, index) =>
    organization.directory.send("POST", "/Groups", { ...body, displayName: index % 2 ? "DESIGN" : "Design" }),
  );
  const answers = await Promise.all(sent);
  const made = answers.filter(({ status }) => status === 201);
  expect(made).toHaveLength(1);
  expectAll(
    answers.filter(({ status }) => status !== 201),
    409,
  );
  await organization.settled();
  const rosters = new Map([
    [group, []],
    [String(made[0]?.body.id), []],
  ]);
  await expectAgreement(house, organization, rosters, []);
});
