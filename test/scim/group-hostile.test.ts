import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { patchOf, schemas } from "../support/scim-client.ts";
import { groupOf, makeGroup, makeUsers, membersOf } from "./groups.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
let id: string;
let ada: string;
let counter = 0;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
const typed = { "Content-Type": "application/scim+json" };
const freshName = () => {
  counter += 1;
  return `Group ${counter}`;
};

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  [ada = ""] = await makeUsers(organization, "ada");
  id = await makeGroup(organization, "Red", [ada]);
});
afterAll(() => house.close());

describe("the URL", () => {
  const paths = [
    "/Groups/%zz",
    "/Groups/%E0%A4%A",
    "/Groups/%00",
    "/Groups/a%00b",
    "/Groups/..%2f..%2fUsers",
    "/Groups/%2F",
    "/Groups/[object Object]",
    "/Groups/$where",
    "/Groups/__proto__",
    "/Groups/constructor",
    `/Groups/${"a".repeat(5_000)}`,
    "/Groups?filter=%ff",
    "/Groups?filter=displayName+eq+%22%00%22",
    "/Groups?filter=members+eq+%22%00%22",
    "/Groups?filter=members[value+eq+%22__proto__%22]",
    "/Groups?filter=members+eq+%22%24ne%22",
    "/Groups?filter[$ne]=x",
    "/Groups?filter[members]=x",
    "/Groups?attributes[]=members",
    "/Groups?attributes=__proto__,constructor,members.__proto__,members.constructor",
    "/Groups?excludedAttributes=__proto__.members,constructor.prototype",
    "/Groups?attributes=%00",
    "/Users?filter=groups+eq+%22%00%22",
    "/Users?filter=groups+eq+%22__proto__%22",
  ];
  for (const path of paths) {
    test(path.slice(0, 70), async () => {
      const answer = await send("GET", path);
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
      expect(answer.headers.get("Content-Type")).toContain("application/scim+json");
    });
  }
});

describe("words that mean something to a database or to JavaScript", () => {
  const words = [
    "__proto__",
    "constructor",
    "toString",
    "$ne",
    "$where",
    "a.b",
    "$$ROOT",
    "*",
    ".*",
    '"',
    "\\",
    "null",
  ];

  test("are names of groups like any other: kept, found, unique", async () => {
    for (const word of words) {
      const made = await makeGroup(organization, word, [ada], { externalId: word });
      for (const name of ["displayName", "externalId"]) {
        const filter = encodeURIComponent(`${name} eq ${JSON.stringify(word)}`);
        const { body } = await send("GET", `/Groups?filter=${filter}`);
        expect(body, word).toMatchObject({ totalResults: 1, Resources: [{ id: made, [name]: word }] });
      }
      expectProblem(await send("POST", "/Groups", groupOf(word)), 409, "uniqueness");
    }
  });

  test("are ids of nobody: in a list, in brackets, in a filter", async () => {
    const value = words.map((word) => ({ value: word }));
    for (const op of ["add", "remove"])
      expect((await send("PATCH", `/Groups/${id}`, patchOf({ op, path: "members", value }))).status).toBe(
        200,
      );
    for (const word of words) {
      const quoted = JSON.stringify(word);
      const path = `members[value eq ${quoted}]`;
      expect((await send("PATCH", `/Groups/${id}`, patchOf({ op: "remove", path }))).status, word).toBe(200);
      for (const filter of [`members eq ${quoted}`, path]) {
        const { status, body } = await send("GET", `/Groups?filter=${encodeURIComponent(filter)}`);
        expect([status, body.totalResults], filter).toEqual([200, 0]);
      }
    }
    expect(await membersOf(organization, id)).toEqual([ada]);
  });

  test("as keys leave nothing of them, and change no prototype", async () => {
    const name = freshName();
    const text = JSON.stringify(groupOf(name, [ada])).replace(
      "{",
      '{"__proto__":{"externalId":"evil","members":[]},"constructor":{"prototype":{"admin":true}},"$set":{"displayName":"evil"},"a.b":1,"":1,"members.value":"x",',
    );
    const made = await send("POST", "/Groups", text, typed);
    expect(made.status).toBe(201);
    expect(Object.keys(made.body).toSorted()).toEqual(["displayName", "id", "members", "meta", "schemas"]);
    expect(made.body.members).toHaveLength(1);
    const patch = `{"schemas":["${schemas.patch}"],"Operations":[{"op":"add","value":{"__proto__":{"members":[]},"$unset":{"members":1},"externalId":"x"}}]}`;
    const patched = await send(
      "PATCH",
      `/Groups/${made.body.id}?attributes=externalId,members`,
      patch,
      typed,
    );
    expect(patched.body).toMatchObject({ externalId: "x", members: [{ value: ada }] });
    const member = `{"schemas":["${schemas.patch}"],"Operations":[{"op":"add","path":"members","value":[{"__proto__":{"value":"${ada}"}}]}]}`;
    expectProblem(await send("PATCH", `/Groups/${made.body.id}`, member, typed), 400, "invalidValue");
    expect((await send("GET", `/Groups/${id}`)).body).not.toHaveProperty("admin");
  });

  test("as operators in a name or an externalId are refused", async () => {
    for (const operator of [{ $ne: "" }, { $gt: "" }, { $regex: ".*" }, ["x", "y"], 7, true]) {
      expectProblem(
        await send("POST", "/Groups", groupOf("", [], { displayName: operator })),
        400,
        "invalidValue",
      );
      expectProblem(
        await send("POST", "/Groups", groupOf(freshName(), [], { externalId: operator })),
        400,
        "invalidValue",
      );
      expectProblem(
        await send(
          "PATCH",
          `/Groups/${id}`,
          patchOf({ op: "replace", path: "displayName", value: operator }),
        ),
        400,
        "invalidValue",
      );
    }
    expect((await send("GET", `/Groups/${id}`)).body.displayName).toBe("Red");
  });
});

test("a body that nests as deep as fits into a small one is taken or refused", async () => {
  for (const [open, close] of [
    ["[", "]"],
    ['{"value":', "}"],
    ['{"a":', "}"],
  ] as const) {
    for (const depth of [500, 5_000, Math.floor(60_000 / open.length)]) {
      const deep = `${open.repeat(depth)}1${close.repeat(depth)}`;
      for (const key of ["unknown", "members", "externalId", "schemas"]) {
        const text = JSON.stringify(groupOf(freshName())).replace("{", `{"${key}":${deep},`);
        expect((await send("POST", "/Groups", text, typed)).status, `${key} ${open} ${depth}`).toBeLessThan(
          500,
        );
      }
      for (const operation of [
        `"path":"members","value":${deep}`,
        `"path":"externalId","value":${deep}`,
        `"value":{"x":${deep}}`,
      ]) {
        const text = `{"schemas":["${schemas.patch}"],"Operations":[{"op":"add",${operation}}]}`;
        const { status } = await send("PATCH", `/Groups/${id}`, text, typed);
        expect(status, `${operation.slice(0, 40)} ${depth}`).toBeLessThan(500);
      }
    }
  }
  expect(await membersOf(organization, id)).toEqual([ada]);
});

test("control characters and other scripts in a name are given back, and found or refused", async () => {
  const odd = "a\u0000b\u0001\u007f\ud83d\ude00\u2028";
  const { status, body } = await send("POST", "/Groups", groupOf(odd, [ada], { externalId: odd }));
  expect([status, body.displayName, body.externalId]).toEqual([201, odd, odd]);
  expect((await send("GET", `/Groups/${body.id}`)).body).toEqual(body);
  for (const name of ["displayName", "externalId"]) {
    const filter = encodeURIComponent(`${name} eq ${JSON.stringify(odd)}`);
    expect((await send("GET", `/Groups?filter=${filter}`)).status).toBeOneOf([200, 400]);
  }
  const half = await send("POST", "/Groups", groupOf("x\ud800y"));
  expect(half.status).toBeLessThan(500);
  if (half.status === 201) expect((await send("GET", `/Groups/${half.body.id}`)).body).toEqual(half.body);
});
