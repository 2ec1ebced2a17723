import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { schemas } from "../support/scim-client.ts";
import { expectProblem } from "./problem.ts";

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
  expect([body.patch.supported, body.etag.supported, body.filter.supported]).toEqual([true, true, true]);
  expect(body.bulk.supported).toBe(false);
  expectProblem(await send("POST", "/Bulk", {}), 404);
  expect(body.changePassword.supported).toBe(false);
  expect(body.authenticationSchemes[0]).toMatchObject({
    type: "oauthbearertoken",
    name: expect.any(String),
    description: expect.any(String),
  });
});

test.each([
  ["/Schemas", 3],
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

test("the schemas are those that the resource types name", async () => {
  const { body: types } = await send("GET", "/ResourceTypes");
  const { body: all } = await send("GET", "/Schemas");
  const named = types.Resources.flatMap(
    (type: { schema: string; schemaExtensions: { schema: string }[] }) => [
      type.schema,
      ...type.schemaExtensions.map(({ schema }) => schema),
    ],
  );
  expect(all.Resources.map(({ id }: { id: string }) => id).toSorted()).toEqual(named.toSorted());
});

test("a filter on them is refused with 403 (RFC 7644 section 4)", async () => {
  expectProblem(await send("GET", "/Schemas?filter=id%20pr"), 403);
  expectProblem(await send("GET", "/ResourceTypes?filter=id%20pr"), 403);
});

test("nobody without a key reads them", async () => {
  for (const path of ["/Schemas", "/ResourceTypes", "/ServiceProviderConfig"])
    expectProblem(await send("GET", path, undefined, { Authorization: "" }), 401);
});
