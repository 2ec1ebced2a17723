/** What the server tells about itself (RFC 7644 §4). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { schemas } from "../support/scim-client.ts";
import { bulkOf } from "./bulks.ts";
import { makeGroup, makeUsers } from "./groups.ts";
import { expectProblem } from "./problem.ts";

const core = "urn:ietf:params:scim:schemas:core:2.0:";

let house: House;
let organization: TestOrganization;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
});
afterAll(() => house.close());

test("ServiceProviderConfig is one object, and says of itself where it is", async () => {
  const { status, body } = await send("GET", "/ServiceProviderConfig");
  expect(status).toBe(200);
  expect(body).not.toHaveProperty("Resources");
  expect(body.meta).toEqual({
    resourceType: "ServiceProviderConfig",
    location: `${organization.directory.url}/ServiceProviderConfig`,
  });
});

test("what ServiceProviderConfig announces is so", async () => {
  const { body } = await send("GET", "/ServiceProviderConfig");
  for (const feature of ["patch", "etag", "filter", "bulk", "sort"])
    expect(body[feature].supported, feature).toBe(true);
  expect(body.changePassword.supported).toBe(false);
  const bulk = bulkOf([{ method: "DELETE", path: "/Users/nobody" }]);
  expect((await send("POST", "/Bulk", bulk)).status).toBe(200);
  expect(body.authenticationSchemes[0]).toMatchObject({
    type: "oauthbearertoken",
    name: expect.any(String),
    description: expect.any(String),
  });
});

test("an old Entra finds ServiceProviderConfig under its old name", async () => {
  const { status, body } = await send("GET", "/serviceConfiguration");
  expect([status, body]).toEqual([200, (await send("GET", "/ServiceProviderConfig")).body]);
});

test.each([
  ["/Schemas", 6],
  ["/ResourceTypes", 2],
])("%s lists all, without a null, and each is read by its location", async (path, count) => {
  const { body } = await send("GET", path);
  expect(body).toMatchObject({
    schemas: [schemas.list],
    totalResults: count,
    itemsPerPage: count,
    startIndex: 1,
  });
  expect(JSON.stringify(body)).not.toContain("null");
  for (const one of body.Resources) {
    expect(one.meta.location).toBe(`${organization.directory.url}${path}/${one.id}`);
    expect((await send("GET", `${path}/${encodeURIComponent(one.id)}`)).body).toEqual(one);
    expect((await send("GET", `${path}/${one.id}`)).body).toEqual(one);
  }
});

test("the schemas are those that the resource types name, and those of discovery itself", async () => {
  const { body: types } = await send("GET", "/ResourceTypes");
  const { body: all } = await send("GET", "/Schemas");
  const named = types.Resources.flatMap(
    (type: { schema: string; schemaExtensions: { schema: string }[] }) => [
      type.schema,
      ...type.schemaExtensions.map(({ schema }) => schema),
    ],
  );
  const meta = ["ServiceProviderConfig", "ResourceType", "Schema"].map((name) => core + name);
  expect(all.Resources.map(({ id }: { id: string }) => id).toSorted()).toEqual(
    [...named, ...meta].toSorted(),
  );
});

describe("all that is told is as the schema of it says (RFC 7643 section 8.7.2)", () => {
  for (const path of ["/ServiceProviderConfig", "/ResourceTypes", "/Schemas"]) {
    test(path, async () => {
      const { body } = await send("GET", path);
      for (const resource of body.Resources ?? [body]) {
        const [urn] = resource.schemas;
        expect(urn).toBe(core + resource.meta.resourceType);
        const { schemas: _schemas, meta: _meta, ...own } = resource;
        expectDeclared((await send("GET", `/Schemas/${urn}`)).body.attributes, own, resource.id ?? path);
      }
    });
  }

  test("and so are users and groups", async () => {
    const [ada = ""] = await makeUsers(organization, "declared");
    const group = await makeGroup(organization, "Declared", [ada]);
    for (const path of [`/Users/${ada}`, `/Groups/${group}`]) {
      const { body } = await send("GET", path);
      const { schemas: urns, id: _id, meta: _meta, ...own } = body;
      for (const urn of urns) {
        const { attributes } = (await send("GET", `/Schemas/${urn}`)).body;
        const isCore = urn === urns[0];
        const part = isCore
          ? Object.entries(own).filter(([name]) => !urns.includes(name))
          : Object.entries(own[urn]);
        expectDeclared(attributes, Object.fromEntries(part), urn);
      }
    }
  });
});

type Declared = {
  readonly name: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly canonicalValues?: readonly string[];
  readonly subAttributes?: readonly Declared[];
};

const types: Readonly<Record<string, string>> = {
  boolean: "boolean",
  integer: "number",
  decimal: "number",
  complex: "object",
};

/** Requires that an object has what is required, and nothing that is not declared, in the types that are declared. */
function expectDeclared(attributes: readonly Declared[], object: Record<string, unknown>, at: string): void {
  expect(attributes.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(object)));
  for (const attribute of attributes) {
    const { name, type, multiValued, required, canonicalValues, subAttributes } = attribute;
    const value = object[name];
    if (required) expect(value, `${at}.${name} is required`).toBeDefined();
    if (value === undefined) continue;
    expect(Array.isArray(value), `${at}.${name}`).toBe(multiValued);
    for (const one of [value].flat()) {
      expect(typeof one, `${at}.${name}`).toBe(types[type] ?? "string");
      if (canonicalValues && at.includes("Schema")) expect(canonicalValues).toContain(one);
      // The schema of schemas describes itself, and must end somewhere: sub-attributes are like each other.
      const parts = name === "subAttributes" ? [...(subAttributes ?? []), attribute] : subAttributes;
      if (parts) expectDeclared(parts, Object(one), `${at}.${name}`);
    }
  }
}

const readOnly = [
  "/ServiceProviderConfig",
  "/serviceConfiguration",
  "/ResourceTypes",
  "/ResourceTypes/User",
  "/Schemas",
  `/Schemas/${schemas.user}`,
];

describe("it can only be read", () => {
  for (const path of readOnly) {
    test(path, async () => {
      for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
        const answer = await send(method, path, method === "DELETE" ? undefined : {});
        expectProblem(answer, 405);
        expect((answer.headers.get("Allow") ?? "").split(/\s*,\s*/).toSorted()).toEqual(["GET", "HEAD"]);
      }
      const head = await send("HEAD", path);
      expect([head.status, head.body]).toEqual([200, null]);
    });
  }
});

test("a filter on it is refused with 403, and every other parameter ignored (RFC 7644 section 4)", async () => {
  for (const path of readOnly) {
    expectProblem(await send("GET", `${path}?filter=id%20pr`), 403);
    const { body } = await send("GET", path);
    const parameters = "startIndex=2&count=0&sortBy=id&sortOrder=descending";
    expect((await send("GET", `${path}?${parameters}`)).body).toEqual(body);
  }
});
