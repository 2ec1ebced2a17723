/** Conditions on every method, of users and groups alike (RFC 7644 §3.14, RFC 9110 §13.1). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { type Answer, entraUser, patchOf } from "../support/scim-client.ts";
import { groupOf } from "./groups.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
let counter = 0;
const external = "as before";
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);

beforeAll(async () => {
  house = await openHouse({ worker: false });
  organization = await openOrganization(house);
});
afterAll(() => house.close());

const types = {
  Users: (name: string, more = {}) =>
    entraUser(organization.address(name), { externalId: external, ...more }),
  Groups: (name: string, more = {}) => groupOf(name, [], { externalId: external, ...more }),
};

describe.each(["Users", "Groups"] as const)("/%s", (type) => {
  let name: string;
  let path: string;
  let tag: string;
  let before: Answer["body"];
  beforeEach(async () => {
    counter += 1;
    name = `condition${counter}`;
    const made = await send("POST", `/${type}`, types[type](name));
    path = `/${type}/${made.body.id}`;
    tag = made.headers.get("ETag") ?? "";
    before = (await send("GET", path)).body;
  });

  const requests: [string, () => unknown][] = [
    ["PUT", () => types[type](name, { externalId: "changed" })],
    ["PATCH", () => patchOf({ op: "add", path: "externalId", value: "changed" })],
    ["DELETE", () => undefined],
  ];

  describe("a write is refused with 412, and nothing is written", () => {
    const refused: [string, string, (current: string) => string][] = [
      ["If-Match", "another version", () => 'W/"0"'],
      ["If-Match", "a list of others", () => 'W/"0", "00","x"'],
      ["If-Match", "no version", () => "nonsense"],
      ["If-Match", "an empty list", () => ","],
      ["If-Match", "half a version", (current) => current.slice(0, -1)],
      ["If-Match", "* in quotes", () => '"*"'],
      ["If-None-Match", "this version", (current) => current],
      ["If-None-Match", "this version, strong", (current) => current.slice(2)],
      ["If-None-Match", "a list with this version", (current) => `"x" , ${current}`],
      ["If-None-Match", "any", () => "*"],
    ];
    for (const [header, what, value] of refused) {
      test(`${header}: ${what}`, async () => {
        for (const [method, body] of requests)
          expectProblem(await send(method, path, body(), { [header]: value(tag) }), 412);
        expect((await send("GET", path)).body).toEqual(before);
      });
    }

    test("where one of two conditions does not hold", async () => {
      for (const [method, body] of requests) {
        const both = { "If-Match": tag, "If-None-Match": tag };
        expectProblem(await send(method, path, body(), both), 412);
      }
      expect((await send("GET", path)).body).toEqual(before);
    });

    test("also where it would change nothing", async () => {
      const same = { "If-Match": 'W/"0"' };
      expectProblem(await send("PUT", path, types[type](name), same), 412);
      expectProblem(await send("PATCH", path, patchOf(), same), 412);
    });
  });

  describe("a write is done", () => {
    const done: [string, string, (current: string) => string][] = [
      ["If-Match", "this version", (current) => current],
      ["If-Match", "this version, strong", (current) => current.slice(2)],
      ["If-Match", "a list with this version", (current) => `W/"0" ,"x",${current}`],
      ["If-Match", "any", () => "*"],
      ["If-None-Match", "another version", () => 'W/"0"'],
      ["If-None-Match", "no version", () => "nonsense"],
    ];
    for (const [header, what, value] of done) {
      test(`${header}: ${what}`, async () => {
        for (const [method, body] of requests) {
          const current = (await send("GET", path)).headers.get("ETag") ?? "";
          const { status } = await send(method, path, body(), { [header]: value(current) });
          expect(status, method).toBe(method === "DELETE" ? 204 : 200);
        }
        expectProblem(await send("GET", path), 404);
      });
    }
  });

  test("a read: 304 with the ETag for the version that the client has, 412 where it wants another", async () => {
    const get = (headers: Record<string, string>) => send("GET", path, undefined, headers);
    for (const known of [tag, tag.slice(2), "*", `"x",${tag}`]) {
      const { status, body, headers } = await get({ "If-None-Match": known });
      expect([status, body, headers.get("ETag")], known).toEqual([304, null, tag]);
      expect((await get({ "If-Match": known })).body, known).toEqual(before);
    }
    for (const other of ['W/"0"', "nonsense", '"x","y"']) {
      expect((await get({ "If-None-Match": other })).body, other).toEqual(before);
      expectProblem(await get({ "If-Match": other }), 412);
    }
    const head = await send("HEAD", path, undefined, { "If-None-Match": tag });
    expect([head.status, head.headers.get("ETag")]).toEqual([304, tag]);
  });

  test("a write that changes nothing leaves the version and lastModified", async () => {
    const same: [string, unknown][] = [
      ["PUT", types[type](name)],
      ["PATCH", patchOf()],
      [
        "PATCH",
        patchOf(
          { op: "add", path: "externalId", value: "x" },
          { op: "replace", path: "externalId", value: external },
        ),
      ],
    ];
    for (const [method, body] of same) {
      const { status } = await send(method, path, body, { "If-Match": tag });
      expect(status).toBe(200);
      expect((await send("GET", path)).body).toEqual(before);
    }
  });

  test("conditions come after what is wrong with the request itself", async () => {
    const stale = { "If-Match": 'W/"0"' };
    expectProblem(await send("PUT", path, {}, stale), 400, "invalidSyntax");
    expectProblem(await send("PATCH", path, {}, stale), 400, "invalidSyntax");
    expectProblem(await send("DELETE", `/${type}/nobody`, undefined, stale), 404);
  });
});
