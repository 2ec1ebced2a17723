/**
 * Attributes that an organization declared for its users are written, read, found and sorted like any other
 * (RFC 7643 §3.3).
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf, schemas } from "../support/scim-client.ts";
import { idIn, newUser, sendBulk, statusesOf } from "./bulks.ts";
import { declare, schemaOf, urns, userWith, values } from "./custom.ts";
import { makeGroup } from "./groups.ts";
import { list, search } from "./lists.ts";
import { expectProblem } from "./problem.ts";

const badge = urns.User;

let house: House;
let organization: TestOrganization;
let count = 0;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  await declare(house, organization, schemaOf("User"));
});
afterAll(() => house.close());

function fresh(): string {
  count += 1;
  return `fresh-${count}`;
}

const userWithAll = () => userWith(organization, fresh(), values);
const extensionOf = async (id: string) => (await organization.read(id))[badge];
const patch = (id: string, ...operations: Record<string, unknown>[]) =>
  send("PATCH", `/Users/${id}`, patchOf(...operations));
const bodyWith = (extension: unknown) => entraUser(organization.address(fresh()), { [badge]: extension });

test("a value of every type is shown as it was sent, and the schema is named (RFC 7643 sections 2.3, 3.3)", async () => {
  const { status, body } = await send("POST", "/Users", bodyWith(values));
  expect(status, JSON.stringify(body)).toBe(201);
  expect(body[badge]).toEqual(values);
  expect(body.schemas).toEqual([schemas.user, badge]);
  expect(await organization.read(body.id)).toEqual(body);
});

test("names count in any case, what is not declared is ignored, and what is empty is unassigned", async () => {
  const rest = entraUser(organization.address(fresh()));
  const sent = { CODE: "x", unknown: 1, color: null, tags: [], doors: [{ FLOOR: 1, other: true }] };
  const { status, body } = await send("POST", "/Users", { ...rest, [badge.toUpperCase()]: sent });
  expect(status, JSON.stringify(body)).toBe(201);
  expect(body[badge]).toEqual({ code: "x", doors: [{ floor: 1 }] });
  const without = await send("POST", "/Users", bodyWith({ color: "" }));
  expect(without.body).not.toHaveProperty([badge]);
  expect(without.body.schemas).not.toContain(badge);
});

test("a PUT replaces the values, and takes those away that it leaves out (RFC 7644 section 3.5.1)", async () => {
  const id = await userWith(organization, fresh(), { code: "a", level: 1, tags: ["x"] });
  const { userName } = await organization.read(id);
  const put = (more: Record<string, unknown>) => send("PUT", `/Users/${id}`, entraUser(userName, more));
  expect((await put({ [badge]: { code: "b", level: 2 } })).body[badge]).toEqual({ code: "b", level: 2 });
  expect((await put({})).body).not.toHaveProperty([badge]);
  expect((await organization.read(id)).schemas).not.toContain(badge);
});

const at = (name: string) => `${badge}:${name}`;
const north = values.doors[0];
const south = values.doors[1];
const changes: [what: string, operation: Record<string, unknown>, changed: Record<string, unknown>][] = [
  ["replace", { op: "replace", path: at("code"), value: "new" }, { code: "new" }],
  [
    "replace by a name in another case",
    { op: "Replace", path: at("CODE").toUpperCase(), value: "n" },
    { code: "n" },
  ],
  ["replace by the bare name", { op: "replace", path: "color", value: "blue" }, { color: "blue" }],
  ["false as a text", { op: "replace", path: at("cleared"), value: "False" }, { cleared: false }],
  ["a number as a text", { op: "replace", path: at("height"), value: "1.5" }, { height: 1.5 }],
  [
    "a sub-attribute",
    { op: "replace", path: at("desk.seat"), value: 13 },
    { desk: { room: "B1", seat: 13 } },
  ],
  [
    "parts of a complex one",
    { op: "add", path: at("desk"), value: { room: "C" } },
    { desk: { room: "C", seat: 12 } },
  ],
  [
    "add to a list of texts",
    { op: "add", path: at("tags"), value: ["day"] },
    { tags: ["night", "Lab", "day"] },
  ],
  ["add to a list of numbers", { op: "add", path: at("levels"), value: 9 }, { levels: [1, 2, 9] }],
  ["replace a list", { op: "replace", path: at("levels"), value: [7] }, { levels: [7] }],
  ["remove a list", { op: "remove", path: at("tags") }, { tags: undefined }],
  ["remove a sub-attribute", { op: "remove", path: at("desk.seat") }, { desk: { room: "B1" } }],
  [
    "a part of the picked value",
    { op: "replace", path: at('doors[value eq "south"].floor'), value: 5 },
    { doors: [north, { ...south, floor: 5 }] },
  ],
  [
    "a value picked by a number",
    { op: "replace", path: at("doors[floor gt 1].type"), value: "back" },
    { doors: [north, { ...south, type: "back" }] },
  ],
  ["remove a picked value", { op: "remove", path: at('doors[type eq "main"]') }, { doors: [south] }],
  ["remove a picked text", { op: "remove", path: at('tags[value eq "night"]') }, { tags: ["Lab"] }],
  [
    "another primary value",
    { op: "add", path: at("doors"), value: [{ value: "roof", primary: true }] },
    { doors: [{ ...north, primary: false }, south, { value: "roof", primary: true }] },
  ],
  [
    "the extension without a path",
    { op: "add", value: { [badge]: { code: "c", level: 4 } } },
    { code: "c", level: 4 },
  ],
  [
    "a name without a path",
    { op: "replace", value: { [at("level")]: 4, [at("desk.room")]: "D" } },
    { level: 4, desk: { room: "D", seat: 12 } },
  ],
  [
    "the extension as the path",
    { op: "replace", path: badge, value: { color: "green" } },
    { color: "green" },
  ],
  ["null", { op: "replace", path: at("since"), value: null }, { since: undefined }],
];
test.each(changes)("PATCH (RFC 7644 section 3.5.2): %s", async (_, operation, changed) => {
  const id = await userWithAll();
  const { status, body } = await patch(id, operation);
  expect(status, JSON.stringify(body)).toBe(200);
  const { schemas: _schemas, ...expected } = JSON.parse(JSON.stringify({ ...values, ...changed }));
  expect(body[badge]).toEqual(expected);
  expect(await extensionOf(id)).toEqual(expected);
});

test("a PATCH can take the whole extension away, and bring it back", async () => {
  const id = await userWith(organization, fresh(), { code: "a", level: 1 });
  const { body } = await patch(id, { op: "remove", path: badge });
  expect(body).not.toHaveProperty([badge]);
  expect(body.schemas).not.toContain(badge);
  expect((await patch(id, { op: "add", path: at("code"), value: "b" })).body[badge]).toEqual({ code: "b" });
});

describe("what is wrong is refused, and named as the client knows it (RFC 7644 section 3.12)", () => {
  const wrong: [name: string, value: unknown][] = [
    ["code", 7],
    ["code", ["a", "b"]],
    ["cleared", "perhaps"],
    ["height", "tall"],
    ["level", 1.5],
    ["level", true],
    ["since", "yesterday"],
    ["since", "2026-02-30T00:00:00Z"],
    ["print", "!!"],
    ["levels", [1, "many"]],
    ["desk", "B1"],
    ["desk", { seat: 1.5 }],
    ["doors", [{ floor: "ground" }]],
    [
      "doors",
      [
        { value: "a", primary: true },
        { value: "b", primary: true },
      ],
    ],
    ["page", "x".repeat(10_001)],
  ];
  test.each(wrong)("%s: %j", async (name, value) => {
    const id = await userWith(organization, fresh(), {});
    const answers = [
      await send("POST", "/Users", bodyWith({ [name]: value })),
      await patch(id, { op: "add", path: at(name), value }),
      await patch(id, { op: "add", value: { [badge]: { [name]: value } } }),
      await patch(id, { op: "add", path: badge, value: { [name]: value } }),
    ];
    for (const answer of answers) {
      expectProblem(answer, 400, "invalidValue");
      expect(answer.body.detail).toContain(name);
      expect(answer.body.detail).not.toContain("extension_");
    }
    expect(await organization.read(id)).not.toHaveProperty([badge]);
  });

  test("an extension that is no object, and a path to nothing", async () => {
    const answer = await send("POST", "/Users", bodyWith("Ab-7"));
    expectProblem(answer, 400, "invalidValue");
    expect(answer.body.detail).not.toContain("extension_");
    const id = await userWithAll();
    const whole = await patch(id, { op: "replace", path: badge, value: "Ab-7" });
    expectProblem(whole, 400, "invalidValue");
    expect(whole.body.detail).not.toContain("extension_");
    expectProblem(await patch(id, { op: "replace", path: at("unknown"), value: 1 }), 400, "invalidPath");
    expectProblem(
      await patch(id, { op: "replace", path: at('doors[value eq "x"]'), value: {} }),
      400,
      "noTarget",
    );
    expectProblem(
      await patch(id, { op: "replace", path: "extension_Badge.code", value: "x" }),
      400,
      "invalidPath",
    );
    expect(await extensionOf(id)).toEqual(values);
  });
});

test("what is immutable is written once (RFC 7643 section 7)", async () => {
  const id = await userWith(organization, fresh(), { serial: "s-1", code: "a" });
  const { userName } = await organization.read(id);
  const put = (serial: string) =>
    send("PUT", `/Users/${id}`, entraUser(userName, { [badge]: { serial, code: "b" } }));
  const refused = [
    await put("s-2"),
    await patch(id, { op: "replace", path: at("serial"), value: "s-2" }),
    await patch(id, { op: "replace", value: { [badge]: { serial: "s-2" } } }),
    await patch(id, { op: "remove", path: at("serial") }),
    await patch(id, { op: "remove", path: badge }),
  ];
  for (const answer of refused) {
    expectProblem(answer, 400, "mutability");
    expect(answer.body.detail).toContain("serial");
    expect(answer.body.detail).not.toContain("extension_");
  }
  expect((await put("s-1")).body[badge]).toEqual({ serial: "s-1", code: "b" });
  const later = await userWith(organization, fresh(), {});
  expect((await patch(later, { op: "add", path: at("serial"), value: "s-3" })).body[badge]).toEqual({
    serial: "s-3",
  });
});

test("what is never shown is in no answer, and nobody is found or sorted by it (RFC 7643 section 7)", async () => {
  const id = await userWith(organization, fresh(), {
    pin: "4711",
    hidden: "secret",
    note: "quiet",
    mark: "m",
  });
  const record = await house.deps.store.members.findOne({ _id: id });
  expect(record?.attributes).toMatchObject({ extension_Badge: { pin: "4711", hidden: "secret" } });
  const all = [at("pin"), at("hidden"), at("note"), badge].join(",");
  const { body: asked } = await send("GET", `/Users/${id}?attributes=${encodeURIComponent(all)}`);
  expect(asked[badge]).toEqual({ note: "quiet", mark: "m" });
  expect(await extensionOf(id)).toEqual({ mark: "m" });
  for (const name of ["pin", "hidden"]) {
    const filter = encodeURIComponent(`${at(name)} sw "4"`);
    expectProblem(await send("GET", `/Users?filter=${filter}`), 400, "invalidFilter");
    expectProblem(
      await send("GET", `/Users?filter=${encodeURIComponent(`${at(name)} pr`)}`),
      400,
      "invalidFilter",
    );
    expectProblem(await send("GET", `/Users?sortBy=${at(name)}`), 400, "invalidValue");
  }
  const { body: changed } = await patch(id, { op: "replace", path: at("pin"), value: "0815" });
  expect(JSON.stringify(changed)).not.toContain("0815");
});

const projections: [what: string, query: string, expected: Record<string, unknown> | undefined][] = [
  ["one by its whole name", `attributes=${at("code")}`, { code: "Ab-7", mark: "m" }],
  ["a sub-attribute", `attributes=${at("desk.room")}`, { desk: { room: "B1" }, mark: "m" }],
  ["in another case", `attributes=${at("LEVEL").toUpperCase()}`, { level: 3, mark: "m" }],
  ["the extension", `attributes=${badge}`, values],
  ["something else", "attributes=userName", { mark: "m" }],
  ["without the extension", `excludedAttributes=${badge}`, { mark: "m" }],
];
test.each(projections)("a projection (RFC 7644 section 3.9): %s", async (_, query, expected) => {
  const id = await userWithAll();
  const { status, body } = await send("GET", `/Users/${id}?${query}`);
  expect(status).toBe(200);
  expect(body[badge]).toEqual(expected);
});

test("a projection leaves one out, and a part of one", async () => {
  const id = await userWithAll();
  const left = [at("code"), at("doors.floor"), at("mark")].join(",");
  const { body } = await send("GET", `/Users/${id}?excludedAttributes=${left}`);
  const { code: _, ...others } = values;
  const doors = values.doors.map(({ floor: _floor, ...door }) => door);
  expect(body[badge]).toEqual({ ...others, doors });
});

describe("people are found and sorted", () => {
  let place: TestOrganization;
  let ids: string[];
  const people = [
    { ...values },
    {
      code: "ab-7",
      color: "red",
      cleared: false,
      height: -2,
      level: 10,
      since: "2026-01-31T10:30:00Z",
      tags: ["day"],
    },
    {
      color: "Blue",
      level: 20,
      doors: [
        { value: "north", floor: 2 },
        { value: "south", floor: 0 },
      ],
      levels: [2],
    },
    {},
  ];
  beforeAll(async () => {
    place = await openOrganization(house);
    await declare(house, place, schemaOf("User"));
    ids = [];
    for (const [index, extension] of people.entries())
      ids.push(await userWith(place, `p${index}`, extension));
  });
  const placesOf = (found: readonly string[]) =>
    found.map((id) => ids.indexOf(id)).filter((index) => index >= 0);

  const filters: [filter: string, places: number[]][] = [
    [`${badge}:code eq "Ab-7"`, [0]],
    [`${badge}:color eq "RED"`, [0, 1]],
    [`${badge.toUpperCase()}:COLOR co "e"`, [0, 1, 2]],
    [`${badge}:color ne "red"`, [2, 3]],
    [`${badge}:level gt 3`, [1, 2]],
    [`${badge}:level le 10`, [0, 1]],
    [`${badge}:height lt 0`, [1]],
    [`${badge}:height eq 1.75`, [0]],
    [`${badge}:cleared eq true`, [0]],
    [`${badge}:since eq "2026-01-31T10:00:00.500Z"`, [0]],
    [`${badge}:since gt "2026-01-31T10:15:00Z"`, [1]],
    [`${badge}:code pr`, [0, 1]],
    [`not (${badge}:level pr)`, [3]],
    [`${badge}:tags eq "lab"`, [0]],
    [`${badge}:levels eq 2`, [0, 2]],
    [`${badge}:desk.room sw "b"`, [0]],
    [`${badge}:doors.floor eq 2`, [0, 2]],
    [`${badge}:doors[value eq "north" and floor eq 2]`, [2]],
    [`${badge}:doors[value eq "north" and floor eq 0]`, [0]],
    [`${badge}:doors[value eq "south"].floor eq 2`, [0]],
    [`level ge 10 and ${badge}:color eq "blue"`, [2]],
    [`${badge}:page eq "https://example.com/badge"`, [0]],
    [`${badge}:print eq "3q2+7w=="`, [0]],
  ];
  test.each(filters)("by %s", async (filter, expected) => {
    const { ids: found } = await list(place, "/Users", { filter: `userName sw "p" and (${filter})` });
    expect(placesOf(found).toSorted()).toEqual(expected);
  });

  const sorts: [by: string, order: string, places: number[]][] = [
    [at("level"), "ascending", [0, 1, 2, 3]],
    [at("level"), "descending", [3, 2, 1, 0]],
    [at("color"), "ascending", [2, 0, 1, 3]],
    [at("height"), "ascending", [1, 0, 2, 3]],
    [at("since"), "ascending", [0, 1, 2, 3]],
    [at("desk.seat"), "ascending", [0, 1, 2, 3]],
  ];
  test.each(sorts)("sorted by %s, %s (RFC 7644 section 3.4.2.3)", async (sortBy, sortOrder, expected) => {
    const { ids: found } = await list(place, "/Users", { filter: 'userName sw "p"', sortBy, sortOrder });
    expect(placesOf(found)).toEqual(expected);
  });

  test("a search at the root finds them, and a group does not have what users have", async () => {
    const group = await makeGroup(place, "Engines");
    const page = await search(place, "", { filter: `${at("level")} gt 3`, attributes: [at("level")] });
    expect(placesOf(page.ids).toSorted()).toEqual([1, 2]);
    expect(page.body.Resources[0][badge]).toEqual({ level: 10 });
    const without = await search(place, "", { filter: `not (${at("level")} pr)` });
    expect(without.ids).toContain(group);
    expect(without.ids).not.toContain(ids[0]);
  });

  test("a filter with a value of another type is refused, or finds nobody", async () => {
    const { status, body } = await place.directory.send(
      "GET",
      `/Users?filter=${encodeURIComponent(`${at("cleared")} gt true`)}`,
    );
    expect([status, body.scimType]).toEqual([400, "invalidFilter"]);
  });
});

test("a name that the core has too is another attribute in the extension (RFC 7643 section 3.3)", async () => {
  const place = await openOrganization(house);
  const names = [
    "id",
    "meta",
    "schemas",
    "groups",
    "userName",
    "emails",
    "active",
    "value",
    "primary",
    "length",
  ];
  const attributes = names.map((name) => ({ name, type: "string" }));
  await declare(house, place, schemaOf("User", { attributes }));
  const sent = Object.fromEntries(names.map((name) => [name, `own ${name}`]));
  const id = await userWith(place, "ada", sent);
  expect((await place.read(id))[badge]).toEqual(sent);
  for (const name of names) {
    expect(await place.find(`${at(name)} eq "OWN ${name}"`)).toEqual([id]);
    expect(await place.find(`${badge}[${name} sw "own"]`)).toEqual([id]);
    const { body } = await place.directory.send("GET", `/Users/${id}?attributes=${at(name)}`);
    expect(body[badge]).toEqual({ [name]: `own ${name}` });
    const change = patchOf({ op: "replace", path: at(name), value: "new" });
    expect((await place.directory.send("PATCH", `/Users/${id}`, change)).body[badge][name]).toBe("new");
  }
  expect(await place.read(id)).toMatchObject({ id, active: true, userName: place.address("ada") });
});

test("a bulk writes them as well (RFC 7644 section 3.7)", async () => {
  const made = await sendBulk(organization, [
    newUser(organization, fresh(), { [badge]: { level: 1 } }),
    newUser(organization, fresh(), { [badge]: { level: "many" } }),
  ]);
  expect(statusesOf(made)).toEqual(["201", "400"]);
  const id = idIn(made[0]);
  const data = patchOf({ op: "replace", path: at("level"), value: 2 });
  const patched = await sendBulk(organization, [{ method: "PATCH", path: `/Users/${id}`, data }]);
  expect(statusesOf(patched)).toEqual(["200"]);
  expect(await extensionOf(id)).toEqual({ level: 2 });
});

test("B25 the same again changes nothing, and a change is told once, by the schema's name", async () => {
  const id = await organization.provision(fresh(), { [badge]: values });
  const { userName } = await organization.read(id);
  const before = await organization.picture(id);
  const again: [string, Record<string, unknown>][] = [
    ["PUT", entraUser(userName, { [badge]: values })],
    ["PATCH", patchOf({ op: "replace", path: at("level"), value: "3" })],
    ["PATCH", patchOf({ op: "add", path: at("tags"), value: ["night"] })],
    ["PATCH", patchOf({ op: "add", path: at("doors"), value: [{ value: "north", type: "main", floor: 0 }] })],
    ["PATCH", patchOf({ op: "add", value: { [badge]: { cleared: "True", desk: { seat: 12 } } } })],
    ["PATCH", patchOf({ op: "remove", path: at("note") })],
  ];
  for (const [method, body] of again) expect((await send(method, `/Users/${id}`, body)).status).toBe(200);
  await organization.settled();
  await organization.afterwards();
  expect(await organization.picture(id)).toEqual(before);
  await organization.patch(id, { op: "replace", path: at("level"), value: 4 });
  const story = await organization.story(id);
  expect(story.filter((kind) => kind === "member.updated")).toHaveLength(1);
  expect((await organization.events(id)).at(-1)).toMatchObject({
    kind: "member.updated",
    actor: { kind: "key", id: organization.keyId },
    detail: [expect.stringContaining("Badge")],
  });
});
