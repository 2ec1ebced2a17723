import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf } from "../support/scim-client.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
let counter = 0;
let userName: string;
let path: string;
let tag: string;
const stale = 'W/"0"';
const retitle = (value: string) => patchOf({ op: "replace", path: "title", value });
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
});
afterAll(() => house.close());
beforeEach(async () => {
  counter += 1;
  userName = organization.address(`etag${counter}`);
  const made = await send("POST", "/Users", entraUser(userName));
  path = `/Users/${made.body.id}`;
  tag = made.headers.get("ETag") ?? "";
});

test("the ETag is the version in meta, in every answer that shows the user", async () => {
  expect(tag).toMatch(/^W\/"[^"]+"$/);
  const read = await send("GET", path);
  const patched = await send("PATCH", path, retitle("T"));
  const put = await send("PUT", path, entraUser(userName));
  const listed = await send("GET", `/Users?filter=userName eq "${userName}"`);
  for (const answer of [read, patched, put])
    expect(answer.headers.get("ETag")).toBe(answer.body.meta.version);
  expect(read.headers.get("ETag")).toBe(tag);
  expect(listed.body.Resources[0].meta.version).toBe(put.headers.get("ETag"));
});

test("a change makes another ETag and a later lastModified; what changes nothing, neither (B25)", async () => {
  const before = (await send("GET", path)).body.meta;
  const same = await send("PUT", path, entraUser(userName));
  expect(same.body.meta).toEqual(before);
  expect(
    (await send("PATCH", path, patchOf({ op: "Replace", path: "active", value: "True" }))).body.meta,
  ).toEqual(before);
  const { meta } = (await send("PATCH", path, retitle("T"))).body;
  expect(meta.version).not.toBe(before.version);
  expect(meta.created).toBe(before.created);
  expect(Date.parse(meta.lastModified)).toBeGreaterThanOrEqual(Date.parse(before.lastModified));
});

test("what the workers do with a user changes no ETag", async () => {
  await organization.settled();
  expect((await send("GET", path)).headers.get("ETag")).toBe(tag);
});

test("If-None-Match on a read: 304 without a body for the version that the client has", async () => {
  const strong = tag.replace("W/", "");
  for (const known of [tag, strong, "*", `${stale}, ${tag}`, `"x",${tag}`]) {
    const answer = await send("GET", path, undefined, { "If-None-Match": known });
    expect([answer.status, answer.body, answer.headers.get("ETag")], known).toEqual([304, null, tag]);
  }
  for (const known of [stale, '"x"', "x"])
    expect((await send("GET", path, undefined, { "If-None-Match": known })).status, known).toBe(200);
  await send("PATCH", path, retitle("T"));
  expect((await send("GET", path, undefined, { "If-None-Match": tag })).status).toBe(200);
});

test("If-Match on a write: done at that version", async () => {
  const patched = await send("PATCH", path, retitle("T"), { "If-Match": tag });
  expect(patched.status).toBe(200);
  const put = await send("PUT", path, entraUser(userName), {
    "If-Match": `${stale}, ${patched.body.meta.version}`,
  });
  expect(put.status).toBe(200);
  expect((await send("DELETE", path, undefined, { "If-Match": put.body.meta.version })).status).toBe(204);
});

test("If-Match on a write: 412 at any other version, and nothing is changed", async () => {
  const before = await send("GET", path);
  expectProblem(await send("PATCH", path, retitle("T"), { "If-Match": stale }), 412);
  expectProblem(await send("PUT", path, entraUser(userName, { title: "T" }), { "If-Match": stale }), 412);
  expectProblem(await send("DELETE", path, undefined, { "If-Match": stale }), 412);
  expectProblem(await send("PATCH", path, retitle("T"), { "If-None-Match": tag }), 412);
  expect((await send("GET", path)).body).toEqual(before.body);
});

test("If-Match * on a write: done at whatever version, and 404 where there is no user", async () => {
  expect((await send("PATCH", path, retitle("T"), { "If-Match": "*" })).status).toBe(200);
  expect((await send("DELETE", path, undefined, { "If-Match": "*" })).status).toBe(204);
  expectProblem(await send("DELETE", path, undefined, { "If-Match": "*" }), 404);
});

test("of many who write the same version at once, one wins and the others hear of it", async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) => send("PATCH", path, retitle(`T${index}`), { "If-Match": tag })),
  );
  const won = answers.filter(({ status }) => status === 200);
  expect(won).toHaveLength(1);
  for (const answer of answers) if (answer.status !== 200) expectProblem(answer, 412);
  expect((await send("GET", path)).body).toEqual(won[0]?.body);
});

test("of many who write without a version at once, nobody's change is lost", async () => {
  const names = ["title", "nickName", "userType", "locale", "timezone", "displayName"];
  const answers = await Promise.all(
    names.map((name) => send("PATCH", path, patchOf({ op: "replace", path: name, value: `the ${name}` }))),
  );
  expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
  const { body } = await send("GET", path);
  for (const name of names) expect(body[name]).toBe(`the ${name}`);
});
