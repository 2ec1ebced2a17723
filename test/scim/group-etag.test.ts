/** The version of a group counts its attributes and its memberships alike. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { patchOf } from "../support/scim-client.ts";
import { groupOf, makeUsers, membersOf } from "./groups.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
let ada: string;
let bob: string;
let counter = 0;
let name: string;
let path: string;
let tag: string;
const stale = 'W/"0"';
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
const add = (...ids: string[]) =>
  patchOf({ op: "add", path: "members", value: ids.map((value) => ({ value })) });
const remove = (id: string) => patchOf({ op: "remove", path: `members[value eq "${id}"]` });
const rename = (value: string) => patchOf({ op: "replace", path: "displayName", value });
const read = (known?: string) =>
  send("GET", path, undefined, known === undefined ? {} : { "If-None-Match": known });

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  [ada = "", bob = ""] = await makeUsers(organization, "ada", "bob");
});
afterAll(() => house.close());
beforeEach(async () => {
  counter += 1;
  name = `Group ${counter}`;
  const made = await send("POST", "/Groups", groupOf(name, [ada]));
  path = `/Groups/${made.body.id}`;
  tag = made.headers.get("ETag") ?? "";
});

test("the ETag is the version in meta, in every answer that shows the group, and a PATCH without body has it too", async () => {
  expect(tag).toMatch(/^W\/"[^"]+"$/);
  expect((await read()).headers.get("ETag")).toBe(tag);
  const put = await send("PUT", path, groupOf(`${name} x`, [ada, bob]));
  const shown = await send("PATCH", `${path}?attributes=meta`, remove(bob));
  for (const answer of [await read(), put, shown])
    expect(answer.headers.get("ETag")).toBe(answer.body.meta.version);
  const patched = await send("PATCH", path, add(bob));
  const listed = await send("GET", `/Groups?filter=displayName eq "${name} x"`);
  expect(patched.headers.get("ETag")).toBe((await read()).body.meta.version);
  expect(listed.body.Resources[0].meta.version).toBe(patched.headers.get("ETag"));
});

describe("another ETag, and no earlier lastModified, comes from", () => {
  const changes: [string, () => Promise<unknown>][] = [
    ["a member who is added", () => send("PATCH", path, add(bob))],
    ["a member who is removed", () => send("PATCH", path, remove(ada))],
    ["members that are replaced", () => send("PUT", path, groupOf(name, [bob]))],
    ["members that are emptied", () => send("PATCH", path, patchOf({ op: "remove", path: "members" }))],
    ["a new name", () => send("PATCH", path, rename(`${name} new`))],
    ["a name in another case", () => send("PUT", path, groupOf(name.toUpperCase()))],
    ["an externalId", () => send("PUT", path, groupOf(name, undefined, { externalId: "x" }))],
  ];
  for (const [what, change] of changes) {
    test(what, async () => {
      const { meta: before } = (await read()).body;
      await change();
      const { meta } = (await read(tag)).body;
      expect(meta.version).not.toBe(before.version);
      expect(meta.created).toBe(before.created);
      expect(Date.parse(meta.lastModified)).toBeGreaterThanOrEqual(Date.parse(before.lastModified));
    });
  }

  test("a member who leaves the organization", async () => {
    const [gone = ""] = await makeUsers(organization, `gone${counter}`);
    const joined = await send("PATCH", path, add(gone));
    await organization.remove(gone);
    const { status, body } = await read(joined.headers.get("ETag") ?? "");
    expect([status, body?.members.length]).toEqual([200, 1]);
  });
});

describe("the same ETag and lastModified stay with (B25)", () => {
  const repeats: [string, () => Promise<unknown>][] = [
    ["who is added again", () => send("PATCH", path, add(ada))],
    ["who is removed and was no member", () => send("PATCH", path, remove(bob))],
    ["who is removed and is nobody here", () => send("PATCH", path, remove("nobody"))],
    ["the same PUT again", () => send("PUT", path, groupOf(name, [ada]))],
    ["a PUT that says nothing of members", () => send("PUT", path, groupOf(name))],
    [
      "a member who is added and removed at once",
      () => send("PATCH", path, patchOf(...add(bob).Operations, ...remove(bob).Operations)),
    ],
    ["a PATCH of no operations", () => send("PATCH", path, patchOf())],
  ];
  for (const [what, repeat] of repeats) {
    test(what, async () => {
      const before = (await read()).body;
      await repeat();
      await organization.settled();
      expect((await read()).body).toEqual(before);
      expect((await read(tag)).status).toBe(304);
    });
  }
});

test("If-None-Match on a read: 304 without a body, members or not, for the version that the client has", async () => {
  const strong = tag.replace("W/", "");
  for (const known of [tag, strong, "*", `${stale}, ${tag}`]) {
    for (const query of ["", "?excludedAttributes=members"]) {
      const answer = await send("GET", path + query, undefined, { "If-None-Match": known });
      expect([answer.status, answer.body, answer.headers.get("ETag")], known).toEqual([304, null, tag]);
    }
  }
  for (const known of [stale, '"x"', "x"]) expect((await read(known)).status, known).toBe(200);
});

test("If-Match on a write: done at that version", async () => {
  const patched = await send("PATCH", path, add(bob), { "If-Match": tag });
  expect(patched.status).toBe(200);
  const put = await send("PUT", path, groupOf(name, [bob]), {
    "If-Match": `${stale}, ${patched.headers.get("ETag")}`,
  });
  expect(put.status).toBe(200);
  expect((await send("DELETE", path, undefined, { "If-Match": put.body.meta.version })).status).toBe(204);
});

test("If-Match on a write: 412 at any other version, and nothing is changed", async () => {
  const before = (await read()).body;
  expectProblem(await send("PATCH", path, add(bob), { "If-Match": stale }), 412);
  expectProblem(await send("PATCH", path, rename("Other"), { "If-Match": stale }), 412);
  expectProblem(await send("PUT", path, groupOf(name, [bob]), { "If-Match": stale }), 412);
  expectProblem(await send("DELETE", path, undefined, { "If-Match": stale }), 412);
  expectProblem(await send("PATCH", path, add(bob), { "If-None-Match": tag }), 412);
  expect((await read()).body).toEqual(before);
});

test("If-Match of a version before a membership was written is stale", async () => {
  const version = (await send("PATCH", path, add(bob))).headers.get("ETag") ?? "";
  expectProblem(await send("PATCH", path, remove(ada), { "If-Match": tag }), 412);
  expectProblem(await send("PUT", path, groupOf(name, []), { "If-Match": tag }), 412);
  expect(await membersOf(organization, path.slice("/Groups/".length))).toEqual([ada, bob].toSorted());
  expect((await send("PATCH", path, remove(ada), { "If-Match": version })).status).toBe(200);
});

test("If-Match * on a write: done at whatever version, and 404 where there is no group", async () => {
  expect((await send("PATCH", path, add(bob), { "If-Match": "*" })).status).toBe(200);
  expect((await send("DELETE", path, undefined, { "If-Match": "*" })).status).toBe(204);
  expectProblem(await send("DELETE", path, undefined, { "If-Match": "*" }), 404);
  expectProblem(await send("PATCH", path, add(bob), { "If-Match": tag }), 404);
});

test("of many who write memberships of the same version at once, one wins and the others hear of it", async () => {
  const people = await makeUsers(organization, ...Array.from({ length: 8 }, (_, index) => `race${index}`));
  const answers = await Promise.all(people.map((id) => send("PATCH", path, add(id), { "If-Match": tag })));
  const won = people.filter((_, index) => answers[index]?.status === 200);
  expect(won).toHaveLength(1);
  for (const answer of answers) if (answer.status !== 200) expectProblem(answer, 412);
  expect(await membersOf(organization, path.slice("/Groups/".length))).toEqual([ada, ...won].toSorted());
});
