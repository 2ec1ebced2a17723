import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf, schemas } from "../support/scim-client.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
let id: string;
beforeAll(async () => {
  house = await openHouse({ environment: { BODY_MAX_BYTES: "20000" } });
  organization = await openOrganization(house);
  id = await organization.provision("ada");
});
afterAll(() => house.close());

const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
const user = (more: Record<string, unknown> = {}) => entraUser(organization.address("new"), more);

describe("what there is not is 404", () => {
  const paths = [
    "/Nothing",
    "/Users/x/y",
    "/Users/nobody",
    "/ResourceTypes/Nothing",
    "/Schemas/urn:x",
    "/Me/x",
  ];
  for (const path of paths) test(`GET ${path}`, async () => expectProblem(await send("GET", path), 404));

  for (const method of ["PUT", "PATCH", "DELETE"]) {
    test(`${method} of a user whom there is not`, async () => {
      const body = {
        PUT: user(),
        PATCH: patchOf({ op: "replace", path: "title", value: "x" }),
        DELETE: undefined,
      }[method];
      expectProblem(await send(method, "/Users/nobody", body), 404);
    });
  }

  test("another organization's user", async () => {
    const other = await openOrganization(house);
    const foreign = await other.provision("eve");
    expectProblem(await send("GET", `/Users/${foreign}`), 404);
    expectProblem(await send("DELETE", `/Users/${foreign}`), 404);
    expectProblem(
      await send("PATCH", `/Users/${foreign}`, patchOf({ op: "replace", path: "active", value: false })),
      404,
    );
    expect((await other.directory.send("GET", `/Users/${foreign}`)).body.active).toBe(true);
    const found = await send("GET", `/Users?filter=id eq "${foreign}"`);
    expect(found.body).toMatchObject({ totalResults: 0, Resources: [] });
  });
});

describe("a method that a resource does not take is 405, and Allow names those that it takes", () => {
  const table: [string, string, string[]][] = [
    ["DELETE", "/Users", ["GET", "POST"]],
    ["PUT", "/Users", ["GET", "POST"]],
    ["PATCH", "/Users", ["GET", "POST"]],
    ["POST", "/Users/someone", ["GET", "PUT", "PATCH", "DELETE"]],
    ["POST", "/Schemas", ["GET"]],
    ["DELETE", "/ServiceProviderConfig", ["GET"]],
    ["PATCH", "/ResourceTypes/User", ["GET"]],
  ];
  for (const [method, path, allowed] of table) {
    test(`${method} ${path}`, async () => {
      const answer = await send(method, path, method === "DELETE" ? undefined : user());
      expectProblem(answer, 405);
      const allow = (answer.headers.get("Allow") ?? "").split(/\s*,\s*/).filter((one) => one !== "HEAD");
      expect(allow.toSorted()).toEqual(allowed.toSorted());
    });
  }
});

describe("a body of another type is 415", () => {
  for (const type of [
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "application/jsonp",
    "json",
    "",
  ]) {
    test(type || "no type", async () => {
      for (const [method, path] of [
        ["POST", "/Users"],
        ["PUT", `/Users/${id}`],
        ["PATCH", `/Users/${id}`],
      ] as const)
        expectProblem(await send(method, path, JSON.stringify(user()), { "Content-Type": type }), 415);
    });
  }

  test("a compressed body", async () => {
    expectProblem(await send("POST", "/Users", JSON.stringify(user()), { "Content-Encoding": "gzip" }), 415);
  });

  test("but application/json, and either type with parameters or in capitals, is taken", async () => {
    const types = [
      "application/json",
      "Application/SCIM+JSON",
      "application/scim+json ; charset=UTF-8",
      "application/json;charset=utf-8",
    ];
    for (const type of types)
      expect(
        (await send("PUT", `/Users/${id}`, entraUser(organization.address("ada")), { "Content-Type": type }))
          .status,
      ).toBe(200);
  });
});

test("a body that is too large is 413, whether its length is said before or not", async () => {
  const large = JSON.stringify(
    user({ title: "x".repeat(9_000), nickName: "x".repeat(9_000), userType: "x".repeat(9_000) }),
  );
  expectProblem(await send("POST", "/Users", large), 413);
  const response = await fetch(`${organization.directory.url}/Users`, {
    method: "POST",
    headers: { Authorization: `Bearer ${organization.key}`, "Content-Type": "application/scim+json" },
    body: new Blob([large]).stream(),
    duplex: "half",
  });
  expectProblem({ status: response.status, headers: response.headers, body: await response.json() }, 413);
  expect((await send("GET", `/Users/${id}`)).status).toBe(200);
});

describe("a body that cannot be read is 400 invalidSyntax", () => {
  const texts = [
    "{",
    "",
    "x",
    "{'a':1}",
    '{"a":1,}',
    '{"a":1}{"b":2}',
    "\u0000",
    "[]",
    '"text"',
    "null",
    "7",
    "{}",
  ];
  for (const text of texts) {
    test(JSON.stringify(text), async () => {
      const type = { "Content-Type": "application/scim+json" };
      expectProblem(await send("POST", "/Users", text, type), 400, "invalidSyntax");
      expectProblem(await send("PATCH", `/Users/${id}`, text, type), 400, "invalidSyntax");
    });
  }

  test("bytes that are not UTF-8", async () => {
    const [before = "", after = ""] = JSON.stringify(user({ displayName: "|" })).split("|");
    for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xe2, 0x82]]) {
      const response = await fetch(`${organization.directory.url}/Users`, {
        method: "POST",
        headers: { Authorization: `Bearer ${organization.key}`, "Content-Type": "application/scim+json" },
        body: Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]),
      });
      const answer = { status: response.status, headers: response.headers, body: await response.json() };
      expectProblem(answer, 400, "invalidSyntax");
    }
  });

  test("a body without, or of another, schema", async () => {
    for (const wrong of [undefined, [], [schemas.enterprise], [schemas.group], schemas.user, [7]])
      expectProblem(await send("POST", "/Users", user({ schemas: wrong })), 400, "invalidSyntax");
    for (const wrong of [undefined, [], [schemas.user]])
      expectProblem(
        await send("PATCH", `/Users/${id}`, { schemas: wrong, Operations: [] }),
        400,
        "invalidSyntax",
      );
  });
});

describe("a value that is wrong is 400 invalidValue, and nothing is made of it", () => {
  const wrong: [string, Record<string, unknown>][] = [
    ["no userName", { userName: undefined }],
    ["an empty userName", { userName: "" }],
    ["a number for a name", { userName: 5 }],
    ["a word for active", { active: "perhaps" }],
    ["a text for name", { name: "Ada" }],
    [
      "two primary e-mails",
      {
        emails: [
          { value: "a@b.example", primary: true },
          { value: "c@d.example", primary: true },
        ],
      },
    ],
    ["no address anywhere (B11)", { userName: "no-address", emails: [] }],
    ["an address that is none (B11)", { userName: "no-address", emails: [{ value: "nowhere" }] }],
    ["a text that is too long", { displayName: "x".repeat(10_001) }],
  ];
  for (const [what, more] of wrong) {
    test(what, async () => {
      expectProblem(await send("POST", "/Users", user(more)), 400, "invalidValue");
      const before = await send("GET", `/Users/${id}`);
      expectProblem(
        await send("PUT", `/Users/${id}`, entraUser(organization.address("ada"), more)),
        400,
        "invalidValue",
      );
      expect((await send("GET", `/Users/${id}`)).body).toEqual(before.body);
    });
  }

  test("none of them was made", async () => {
    const names = (await organization.members()).map(({ userName }) => userName);
    expect(names).toEqual([organization.address("owner"), organization.address("ada")]);
  });
});

test("a PATCH whose last operation fails leaves nothing of those before it", async () => {
  const before = await send("GET", `/Users/${id}`);
  const story = await organization.story(id);
  const change = { op: "replace", path: "displayName", value: "Half" };
  const wrong: [Record<string, unknown>, string][] = [
    [{ op: "add", path: "eyeColor", value: "blue" }, "invalidPath"],
    [{ op: "replace", path: "id", value: "x" }, "mutability"],
    [{ op: "remove" }, "noTarget"],
    [{ op: "replace", path: 'emails[value co "nobody"].type', value: "x" }, "noTarget"],
    [{ op: "replace", path: "active", value: "perhaps" }, "invalidValue"],
    [{ op: "replace", path: "emails[type].value", value: "x" }, "invalidFilter"],
    [{ op: "copy", path: "title", value: "x" }, "invalidSyntax"],
  ];
  for (const [operation, scimType] of wrong)
    expectProblem(await send("PATCH", `/Users/${id}`, patchOf(change, operation)), 400, scimType);
  expect((await send("GET", `/Users/${id}`)).body).toEqual(before.body);
  await organization.provision("later");
  expect(await organization.story(id)).toEqual(story);
});
