/** Whatever a client sends, it is answered with an error of its own or with what it asked for: never with a 5xx. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf, scimClient } from "../support/scim-client.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
});
afterAll(() => house.close());

const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
let counter = 0;
const post = async (more: Record<string, unknown>) => {
  counter += 1;
  const answer = await send("POST", "/Users", entraUser(organization.address(`h${counter}`), more));
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer;
};

describe("the URL", () => {
  const paths = [
    "/Users/%zz",
    "/Users/%",
    "/Users/%E0%A4%A",
    "/Users/%ff",
    "/Users?filter=%zz",
    "/Users?filter=%ff",
    "/Users?%zz=1",
    "/Users?startIndex=%",
    "/Users/%00",
    "/Users/a%00b",
    "/Users/..%2f..%2fUsers",
    "/%2e%2e/Users",
    "//Users",
    "/Users/%2F",
    "/Schemas/%zz",
    `/Users/${"a".repeat(5_000)}`,
    "/Users?filter=userName+eq+%22%00%22",
    "/Users?attributes=%00",
    "/Users?filter[$ne]=x",
    "/Users?filter[]=x",
    "/Users?__proto__=x",
    "/Users?filter=userName+pr&filter=title+pr",
    "/Users/[object Object]",
    "/Users/$where",
  ];
  for (const path of paths) {
    test(path.slice(0, 60), async () => {
      const answer = await send("GET", path);
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
      expect(answer.headers.get("Content-Type")).toContain("application/scim+json");
    });
  }

  const everywhere = [
    "/Users",
    "/users",
    "/Users/x",
    "/Schemas",
    "/ServiceProviderConfig",
    "/ResourceTypes",
    "/Groups",
  ];
  const refused = (path: string) => [path, expect.toBeOneOf([400, 401, 404])];

  const names = ["x".repeat(101), "x".repeat(2_000), "%00", "%zz", "%ff", "$ne", "__proto__", "a%2Fb", "%20"];
  for (const name of names) {
    test(`with the organization ${name.slice(0, 20)}, which cannot be one, is refused like any other`, async () => {
      const stranger = scimClient(`${house.environment["PUBLIC_URL"]}/scim/v2/${name}`, "wrong");
      const statuses = await Promise.all(
        everywhere.map(async (path) => [path, (await stranger.send("GET", path)).status]),
      );
      expect(statuses).toEqual(everywhere.map(refused));
    });
  }

  for (const prefix of ["/SCIM/v2", "/Scim/V2", "/scim/V2"]) {
    test(`under ${prefix} lets nobody in without a key`, async () => {
      const stranger = scimClient(`${house.environment["PUBLIC_URL"]}${prefix}/${organization.id}`, "wrong");
      const statuses = await Promise.all(
        everywhere.map(async (path) => [path, (await stranger.send("GET", path)).status]),
      );
      expect(statuses).toEqual(everywhere.map(refused));
      expect((await stranger.send("POST", "/Users", entraUser("x@y.example"))).status).toBeOneOf([401, 404]);
    });
  }
});

describe("a body", () => {
  test("with keys that mean something to a database or to JavaScript leaves nothing of them", async () => {
    const evil = {
      $set: { active: false },
      $where: "1",
      "a.b": 1,
      "name.givenName": "Dotted",
      "": 1,
      constructor: { x: 1 },
    };
    const { body } = await post({ ...evil, name: { givenName: "Ada", $gt: "", "a.b": 1 } });
    expect(body.name).toEqual({ givenName: "Ada" });
    const { body: shown } = await send("GET", `/Users/${body.id}`);
    expect(shown).toEqual(body);
    for (const key of Object.keys(evil)) expect(Object.keys(shown)).not.toContain(key);
    for (const operator of [{ $ne: "" }, { $gt: "" }, { $regex: ".*" }]) {
      const answer = await send(
        "POST",
        "/Users",
        entraUser(organization.address("x"), { userName: operator }),
      );
      expectProblem(answer, 400, "invalidValue");
    }
  });

  test("with __proto__ in it changes no prototype", async () => {
    const text = JSON.stringify(entraUser(organization.address("proto"), { active: undefined })).replace(
      "{",
      '{"__proto__":{"active":false,"admin":true},"constructor":{"prototype":{"admin":true}},',
    );
    const { status, body } = await send("POST", "/Users", text, { "Content-Type": "application/scim+json" });
    expect(status).toBe(201);
    expect(body.active).toBe(true);
    const patch = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"__proto__":{"title":"x"},"nickName":"N"}}]}`;
    const patched = await send("PATCH", `/Users/${body.id}`, patch, {
      "Content-Type": "application/scim+json",
    });
    expect(patched.body).toMatchObject({ nickName: "N" });
    expect(patched.body.title).toBeUndefined();
  });

  test("that nests 500, or 5,000, deep is taken or refused", async () => {
    for (const depth of [500, 5_000]) {
      for (const [open, close] of [
        ["[", "]"],
        ['{"a":', "}"],
      ] as const) {
        const deep = `${open.repeat(depth)}1${close.repeat(depth)}`;
        for (const key of ["unknown", "name", "emails", "active", "userName", "schemas"]) {
          const text = JSON.stringify(entraUser(organization.address(`deep${depth}`))).replace(
            "{",
            `{"${key}":${deep},`,
          );
          const { status } = await send("POST", "/Users", text, { "Content-Type": "application/scim+json" });
          expect(status, `${key} ${open}`).toBeLessThan(500);
        }
        const patch = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"name","value":${deep}}]}`;
        const { body } = await post({});
        const answer = await send("PATCH", `/Users/${body.id}`, patch, {
          "Content-Type": "application/scim+json",
        });
        expect(answer.status).toBeLessThan(500);
      }
    }
  });

  test("with NUL and other control characters in a value gives them back, and finds them or says no", async () => {
    const odd = "a\u0000b\u0001\u001f\u007f\ud83d\ude00\u2028";
    const { body } = await post({ displayName: odd, title: odd, externalId: odd });
    expect(body).toMatchObject({ displayName: odd, title: odd, externalId: odd });
    expect((await send("GET", `/Users/${body.id}`)).body).toEqual(body);
    for (const name of ["displayName", "title", "externalId"]) {
      for (const operator of ["eq", "co", "sw"]) {
        const filter = `${name} ${operator} ${JSON.stringify(odd)}`;
        const { status, body: found } = await send("GET", `/Users?filter=${encodeURIComponent(filter)}`);
        expect([200, 400], filter).toContain(status);
        if (status === 200) expect(found.totalResults, filter).toBe(1);
      }
    }
  });

  test("with half a character in a value is refused, or given back as it was acknowledged", async () => {
    const answer = await send(
      "POST",
      "/Users",
      entraUser(organization.address("half"), { displayName: "x\ud800y" }),
    );
    expect(answer.status).toBeLessThan(500);
    if (answer.status === 201)
      expect((await send("GET", `/Users/${answer.body.id}`)).body).toEqual(answer.body);
  });
});

describe("whatever comes", () => {
  const word = fc.oneof(
    fc.string({ unit: "binary", maxLength: 8 }),
    fc.constantFrom("userName", "emails", "$ne", "__proto__", "active", "True"),
  );
  const anyValue = fc.oneof(fc.jsonValue({ maxDepth: 3 }), word);

  test("as a user is taken and given back, or refused", async () => {
    const names = fc.constantFrom(
      "displayName",
      "name",
      "emails",
      "active",
      "roles",
      "addresses",
      "title",
      "externalId",
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
      "x",
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, anyValue, { maxKeys: 4 }), async (more) => {
        counter += 1;
        const answer = await send("POST", "/Users", entraUser(organization.address(`h${counter}`), more));
        if (answer.status === 201)
          expect((await send("GET", `/Users/${answer.body.id}`)).body).toEqual(answer.body);
        else expectProblem(answer, 400, "invalidValue");
      }),
      { numRuns: 90 },
    );
  });

  test("as a PATCH is taken or refused", async () => {
    const { body } = await post({});
    const path = fc.oneof(
      word,
      fc.constantFrom(
        'emails[type eq "work"].value',
        "name.givenName",
        "manager",
        "roles",
        "emails",
        "active",
      ),
    );
    const operation = fc.record({ op: fc.constantFrom("add", "replace", "remove"), path, value: anyValue });
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 3 }), async (operations) => {
        const answer = await send("PATCH", `/Users/${body.id}`, patchOf(...operations));
        if (answer.status === 200) expect((await send("GET", `/Users/${body.id}`)).body).toEqual(answer.body);
        else expect([400, 409], JSON.stringify(answer.body)).toContain(answer.status);
      }),
      { numRuns: 90 },
    );
  });

  test("as a query is answered or refused", async () => {
    const parameter = fc.constantFrom(
      "filter",
      "startIndex",
      "count",
      "attributes",
      "excludedAttributes",
      "sortBy",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(parameter, word), { maxLength: 3 }), async (pairs) => {
        const query = pairs
          .map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`)
          .join("&");
        const { status, body } = await send("GET", `/Users?${query}`);
        expect([200, 400], `${query} ${JSON.stringify(body).slice(0, 300)}`).toContain(status);
      }),
      { numRuns: 90 },
    );
  });
});
