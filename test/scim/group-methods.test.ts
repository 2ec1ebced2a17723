/** What a group that there is not, a method that is not taken, and a body that cannot be read are answered with. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf, schemas } from "../support/scim-client.ts";
import { groupOf, makeGroup, makeUsers, membersOf } from "./groups.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
let id: string;
let ada: string;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
const rename = patchOf({ op: "replace", path: "displayName", value: "Stolen" });

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  [ada = ""] = await makeUsers(organization, "ada");
  id = await makeGroup(organization, "Red", [ada]);
});
afterAll(() => house.close());

/** Every request to one group. */
const requests: [string, unknown][] = [
  ["GET", undefined],
  ["PUT", groupOf("Stolen", [])],
  ["PATCH", rename],
  ["PATCH", patchOf({ op: "remove", path: "members" })],
  ["DELETE", undefined],
];

describe("a group that there is not is 404", () => {
  for (const [method, body] of requests) {
    test(`${method} ${body === undefined ? "" : JSON.stringify(body).slice(0, 90)}`, async () => {
      for (const unknown of ["nobody", ada, organization.id, "x".repeat(1_000)])
        expectProblem(await send(method, `/Groups/${unknown}`, body), 404);
    });
  }

  test("another organization's, which is not touched by any of it", async () => {
    const other = await openOrganization(house);
    const [eve = ""] = await makeUsers(other, "eve");
    const foreign = await makeGroup(other, "Red", [eve]);
    const before = (await other.directory.send("GET", `/Groups/${foreign}`)).body;
    for (const [method, body] of requests) expectProblem(await send(method, `/Groups/${foreign}`, body), 404);
    for (const filter of [
      `id eq "${foreign}"`,
      `members eq "${eve}"`,
      `id eq "${foreign}" and members eq "${eve}"`,
    ])
      expect((await send("GET", `/Groups?filter=${encodeURIComponent(filter)}`)).body.totalResults).toBe(0);
    expect((await other.directory.send("GET", `/Groups/${foreign}`)).body).toEqual(before);
  });

  test("a removed one, at once and by every method, and its name is free", async () => {
    const gone = await makeGroup(organization, "Gone", [ada]);
    expect((await send("DELETE", `/Groups/${gone}`)).status).toBe(204);
    for (const [method, body] of requests) expectProblem(await send(method, `/Groups/${gone}`, body), 404);
    expect((await send("GET", `/Groups?filter=displayName eq "Gone"`)).body.totalResults).toBe(0);
    expect((await send("GET", `/Groups?filter=members eq "${ada}"`)).body.Resources).toMatchObject([{ id }]);
    const anew = await makeGroup(organization, "gONE");
    expect(anew).not.toBe(gone);
    expect(await membersOf(organization, anew)).toEqual([]);
    await organization.settled();
    for (const [method, body] of requests) expectProblem(await send(method, `/Groups/${gone}`, body), 404);
  });

  test("but a body that cannot be read is 400 first", async () => {
    const type = { "Content-Type": "application/scim+json" };
    for (const method of ["PUT", "PATCH"]) {
      expectProblem(await send(method, "/Groups/nobody", "{", type), 400, "invalidSyntax");
      expectProblem(await send(method, "/Groups/nobody", "{}", { "Content-Type": "text/plain" }), 415);
    }
    expectProblem(await send("PUT", "/Groups/nobody", groupOf("", [])), 400, "invalidValue");
  });
});

test("a HEAD of groups has the headers of a GET, and no body", async () => {
  for (const path of [`/Groups/${id}`, `/Groups/${id}?excludedAttributes=members`, "/Groups"]) {
    const get = await send("GET", path);
    const head = await send("HEAD", path);
    expect([head.status, head.body]).toEqual([200, null]);
    for (const name of ["Content-Type", "ETag"]) expect(head.headers.get(name)).toBe(get.headers.get(name));
  }
  expect((await send("HEAD", "/Groups/nobody")).status).toBe(404);
});

describe("a method that a resource does not take is 405, and Allow names those that it takes", () => {
  const table: [string, string, string[]][] = [
    ["DELETE", "/Groups", ["GET", "POST"]],
    ["PUT", "/Groups", ["GET", "POST"]],
    ["PATCH", "/Groups", ["GET", "POST"]],
    ["POST", "/Groups/something", ["GET", "PUT", "PATCH", "DELETE"]],
  ];
  for (const [method, path, allowed] of table) {
    test(`${method} ${path}`, async () => {
      const answer = await send(method, path, method === "DELETE" ? undefined : groupOf("X"));
      expectProblem(answer, 405);
      const allow = (answer.headers.get("Allow") ?? "").split(/\s*,\s*/).filter((one) => one !== "HEAD");
      expect(allow.toSorted()).toEqual(allowed.toSorted());
    });
  }
});

describe("a body that cannot be read is 400 invalidSyntax", () => {
  for (const text of [
    "{",
    "",
    "x",
    '{"a":1,}',
    '{"a":1}{"b":2}',
    "\u0000",
    "[]",
    '"text"',
    "null",
    "7",
    "{}",
  ]) {
    test(JSON.stringify(text), async () => {
      const type = { "Content-Type": "application/scim+json" };
      for (const [method, path] of [
        ["POST", "/Groups"],
        ["PUT", `/Groups/${id}`],
        ["PATCH", `/Groups/${id}`],
      ] as const)
        expectProblem(await send(method, path, text, type), 400, "invalidSyntax");
    });
  }

  test("a body without, or of another, schema", async () => {
    for (const wrong of [undefined, [], [schemas.user], schemas.group, [7]]) {
      expectProblem(
        await send("POST", "/Groups", groupOf("X", [], { schemas: wrong })),
        400,
        "invalidSyntax",
      );
      expectProblem(
        await send("PATCH", `/Groups/${id}`, { ...rename, schemas: wrong }),
        400,
        "invalidSyntax",
      );
    }
    expectProblem(await send("POST", "/Groups", entraUser(organization.address("x"))), 400, "invalidSyntax");
  });

  test("bytes that are not UTF-8", async () => {
    const [before = "", after = ""] = JSON.stringify(groupOf("|")).split("|");
    for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80]]) {
      const response = await fetch(`${organization.directory.url}/Groups`, {
        method: "POST",
        headers: { Authorization: `Bearer ${organization.key}`, "Content-Type": "application/scim+json" },
        body: Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]),
      });
      const answer = { status: response.status, headers: response.headers, body: await response.json() };
      expectProblem(answer, 400, "invalidSyntax");
    }
  });
});

describe("a body of another type is 415", () => {
  for (const type of ["text/plain", "application/xml", "application/jsonp", "json", ""]) {
    test(type || "no type", async () => {
      for (const [method, path, body] of [
        ["POST", "/Groups", groupOf("X")],
        ["PUT", `/Groups/${id}`, groupOf("X", [])],
        ["PATCH", `/Groups/${id}`, rename],
      ] as const)
        expectProblem(await send(method, path, JSON.stringify(body), { "Content-Type": type }), 415);
    });
  }

  test("a compressed body", async () => {
    const compressed = { "Content-Encoding": "gzip" };
    expectProblem(await send("PATCH", `/Groups/${id}`, rename, compressed), 415);
  });
});

test("of all that was refused nothing was made or changed", async () => {
  const { body } = await send("GET", "/Groups");
  const groups: { displayName: string }[] = body.Resources;
  expect(groups.map(({ displayName }) => displayName)).toEqual(["Red", "gONE"]);
  expect(await membersOf(organization, id)).toEqual([ada]);
});
