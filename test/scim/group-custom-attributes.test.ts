/**
 * Attributes that an organization declared for its groups (RFC 7643 §3.3), in bodies of every size.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { patchOf, schemas } from "../support/scim-client.ts";
import { sendBulk, statusesOf } from "./bulks.ts";
import { declare, schemaOf, urns, values } from "./custom.ts";
import { crowd, groupOf, idsOf, makeGroup, makeUsers } from "./groups.ts";
import { list } from "./lists.ts";
import { expectProblem } from "./problem.ts";

const team = urns.Group;
const at = (name: string) => `${team}:${name}`;

let house: House;
let organization: TestOrganization;
let people: string[];
let count = 0;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  await declare(house, organization, schemaOf("Group"));
  people = (await makeUsers(organization, "ada", "bob", "eve")).toSorted();
});
afterAll(() => house.close());

function fresh(): string {
  count += 1;
  return `Group ${count}`;
}

const groupWith = (extension: unknown, members: readonly string[] = people.slice(0, 2)) =>
  makeGroup(organization, fresh(), members, { [team]: extension });
const patch = (id: string, ...operations: Record<string, unknown>[]) =>
  send("PATCH", `/Groups/${id}`, patchOf(...operations));
const extensionOf = async (id: string) => (await organization.groups.read(id))[team];

test("a value of every type is shown as it was sent, and the members beside it (RFC 7643 section 2.3)", async () => {
  const { status, body } = await send(
    "POST",
    "/Groups",
    groupOf(fresh(), people.slice(0, 2), { [team]: values }),
  );
  expect(status, JSON.stringify(body)).toBe(201);
  expect(body[team]).toEqual(values);
  expect(body.schemas).toEqual([schemas.group, team]);
  expect(idsOf(body.members)).toEqual(people.slice(0, 2));
  expect(await organization.groups.read(body.id)).toEqual(body);
});

test("a PUT replaces the values, and takes those away that it leaves out", async () => {
  const id = await groupWith({ code: "a", level: 1 });
  const { displayName } = await organization.groups.read(id);
  const put = async (more: Record<string, unknown>) =>
    (await send("PUT", `/Groups/${id}`, groupOf(displayName, undefined, more))).body;
  expect((await put({ [team]: { code: "b" } }))[team]).toEqual({ code: "b" });
  const body = await put({});
  expect(body).not.toHaveProperty([team]);
  expect(idsOf(body.members)).toEqual(people.slice(0, 2));
});

const changes: [what: string, operation: Record<string, unknown>, changed: Record<string, unknown>][] = [
  ["a simple one", { op: "replace", path: at("code"), value: "new" }, { code: "new" }],
  ["a sub-attribute", { op: "add", path: at("desk.seat"), value: 1 }, { desk: { room: "B1", seat: 1 } }],
  [
    "a part of a picked value",
    { op: "replace", path: at('doors[value eq "south"].floor'), value: 5 },
    { doors: [values.doors[0], { ...values.doors[1], floor: 5 }] },
  ],
  ["remove", { op: "remove", path: at("tags") }, { tags: undefined }],
  ["the extension without a path", { op: "add", value: { [team]: { level: 4 } } }, { level: 4 }],
  ["a name without a path", { op: "replace", value: { [at("level")]: 4 } }, { level: 4 }],
  ["the extension as the path", { op: "replace", path: team, value: { color: "green" } }, { color: "green" }],
];
test.each(changes)("PATCH (RFC 7644 section 3.5.2): %s", async (_, operation, changed) => {
  const id = await groupWith(values);
  const { status, body } = await patch(id, operation);
  expect(status, JSON.stringify(body)).toBe(200);
  const expected = JSON.parse(JSON.stringify({ ...values, ...changed }));
  expect(body[team]).toEqual(expected);
  expect(await extensionOf(id)).toEqual(expected);
  expect(idsOf(body.members)).toEqual(people.slice(0, 2));
});

test("one PATCH changes members and values, or neither", async () => {
  const id = await groupWith({ level: 1 });
  const add = { op: "add", path: "members", value: [{ value: people[2] }] };
  const wrong = await patch(id, add, { op: "replace", path: at("level"), value: "many" });
  expectProblem(wrong, 400, "invalidValue");
  expect(wrong.body.detail).toContain("level");
  expect(wrong.body.detail).not.toContain("extension_");
  expect(await organization.groups.members(id)).toEqual(people.slice(0, 2));
  const { body } = await patch(id, add, { op: "replace", value: { [at("level")]: 2, displayName: fresh() } });
  expect([idsOf(body.members), body[team]]).toEqual([people.slice(0, 3), { level: 2 }]);
});

test("what is immutable, never shown or shown on request is so for groups too (RFC 7643 section 7)", async () => {
  const id = await groupWith({ serial: "s-1", pin: "4711", note: "quiet", mark: "m" });
  const { displayName } = await organization.groups.read(id);
  const refused = [
    await patch(id, { op: "replace", path: at("serial"), value: "s-2" }),
    await send("PUT", `/Groups/${id}`, groupOf(displayName, [], { [team]: { serial: "s-2" } })),
  ];
  for (const answer of refused) {
    expectProblem(answer, 400, "mutability");
    expect(answer.body.detail).toContain("serial");
  }
  expect(await organization.groups.members(id)).toEqual(people.slice(0, 2));
  expect(await extensionOf(id)).toEqual({ serial: "s-1", mark: "m" });
  const shown = async (query: string) => (await send("GET", `/Groups/${id}?${query}`)).body;
  expect((await shown(`attributes=${at("note")},${at("pin")}`))[team]).toEqual({ note: "quiet", mark: "m" });
  expect(await shown(`excludedAttributes=${at("serial")},members`)).not.toHaveProperty("members");
  expect((await shown("attributes=members"))[team]).toEqual({ mark: "m" });
  expectProblem(
    await send("GET", `/Groups?filter=${encodeURIComponent(`${at("pin")} pr`)}`),
    400,
    "invalidFilter",
  );
});

describe("groups are found and sorted", () => {
  let place: TestOrganization;
  let ids: string[];
  beforeAll(async () => {
    place = await openOrganization(house);
    await declare(house, place, schemaOf("Group"));
    ids = [];
    for (const [index, extension] of [values, { color: "red", level: 10 }, {}].entries())
      ids.push(await makeGroup(place, `G${index}`, [], { [team]: extension }));
  });
  const filters: [filter: string, places: number[]][] = [
    [`${at("color")} eq "RED"`, [0, 1]],
    [`${at("level")} gt 3`, [1]],
    [`${at("since")} lt "2026-01-31T10:00:01Z"`, [0]],
    [`not (${at("level")} pr)`, [2]],
    [`${at("doors")}[value eq "north" and floor eq 0]`, [0]],
    [`${at("doors")}[value eq "north" and floor eq 2]`, []],
    [`displayName eq "g1" and ${at("color")} co "e"`, [1]],
  ];
  test.each(filters)("by %s", async (filter, expected) => {
    const found = (await list(place, "/Groups", { filter })).ids;
    expect(found.map((id) => ids.indexOf(id)).toSorted()).toEqual(expected);
  });
  test("sorted by a number", async () => {
    const page = await list(place, "/Groups", { sortBy: at("level"), sortOrder: "descending" });
    expect(page.ids.map((id) => ids.indexOf(id))).toEqual([2, 1, 0]);
  });
});

describe("a body that is decoded aside (more than 128 kB)", () => {
  /** Nobody waits for the work on so many. */
  let place: TestOrganization;
  let many: string[];
  beforeAll(async () => {
    place = await openOrganization(house);
    many = await crowd(house, place, 3_500);
  });
  const post = (extension: unknown) =>
    place.directory.send("POST", "/Groups", groupOf(fresh(), many, { [team]: extension }));

  test("is read by the schemas of the organization as they are then", async () => {
    expect((await post(values)).body).not.toHaveProperty([team]);
    await declare(house, place, schemaOf("Group"));
    const { status, body } = await post(values);
    expect([status, body[team], body.members.length]).toEqual([201, values, 3_500]);
    const patched = await place.directory.send(
      "PATCH",
      `/Groups/${body.id}`,
      patchOf(
        { op: "remove", path: "members", value: many.map((value) => ({ value })) },
        { op: "replace", path: at("level"), value: "9" },
        { op: "replace", value: { [at("code")]: "z", unknown: true } },
      ),
    );
    expect(patched.status).toBe(200);
    const left = await place.groups.read(body.id);
    expect([left[team], left.members]).toEqual([{ ...values, level: 9, code: "z" }, []]);
  });

  test("is refused where a value is wrong, and named as the client knows it", async () => {
    const wrong = await post({ level: 1.5 });
    expectProblem(wrong, 400, "invalidValue");
    expect(wrong.body.detail).toContain("level");
    expect(wrong.body.detail).not.toContain("extension_");
  });
});

test("a group that is too large to be kept is refused, in one write or bit by bit", async () => {
  const tags = (from: number) => Array.from({ length: 5 }, (_, n) => `${from + n}`.padEnd(9_000, "x"));
  const whole = await send(
    "POST",
    "/Groups",
    groupOf(fresh(), [], { [team]: { tags: [...tags(0), ...tags(5)] } }),
  );
  expectProblem(whole, 400, "invalidValue");
  const id = await groupWith({ tags: tags(0) });
  const more = await patch(id, { op: "add", path: at("tags"), value: tags(5) });
  expectProblem(more, 400, "invalidValue");
  expect(more.body.detail).toContain("bytes");
  expect(await extensionOf(id)).toEqual({ tags: tags(0) });
});

test("a bulk writes them as well (RFC 7644 section 3.7)", async () => {
  const made = await sendBulk(organization, [
    { method: "POST", path: "/Groups", bulkId: "one", data: groupOf(fresh(), [], { [team]: { level: 1 } }) },
    {
      method: "PATCH",
      path: "/Groups/bulkId:one",
      data: patchOf({ op: "add", path: at("level"), value: 22 }),
    },
  ]);
  expect(statusesOf(made)).toEqual(["201", "200"]);
  const { body } = await send("GET", `/Groups?filter=${encodeURIComponent(`${at("level")} eq 22`)}`);
  expect(body.totalResults).toBe(1);
});

test("B40 the same again changes nothing, and a change is told once, by the schema's name", async () => {
  const id = await groupWith(values);
  await organization.settled();
  const { displayName } = await organization.groups.read(id);
  await organization.groups.expectNothing(id, async () => {
    const answers = [
      await send("PUT", `/Groups/${id}`, groupOf(displayName, people.slice(0, 2), { [team]: values })),
      await patch(id, { op: "replace", path: at("level"), value: "3" }),
      await patch(id, { op: "add", path: at("tags"), value: ["night"] }),
      await patch(id, { op: "add", value: { [team]: { cleared: "True", desk: { seat: 12 } } } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });
  await organization.groups.patch(id, { op: "replace", path: at("level"), value: 4 });
  const events = await organization.groups.events(id);
  expect(events.filter(({ kind }) => kind === "group.updated")).toEqual([
    {
      kind: "group.updated",
      actor: { kind: "key", id: organization.keyId },
      detail: [expect.stringContaining("Team")],
    },
  ]);
});
