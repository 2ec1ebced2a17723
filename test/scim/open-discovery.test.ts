/** Who may read what the server tells about itself: with a key always, without one where the organization says so. */
import { request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { run } from "../support/command-line.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { schemas } from "../support/scim-client.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
const send: TestOrganization["directory"]["send"] = (...sent) => organization.directory.send(...sent);
const without = { Authorization: "" };
const open = (openDiscovery: boolean) =>
  changeOrganization(house.deps, organization.id, { settings: { openDiscovery } });
const paths = [
  "/ServiceProviderConfig",
  "/serviceConfiguration",
  "/ResourceTypes",
  "/ResourceTypes/Group",
  "/Schemas",
  `/Schemas/${schemas.enterprise}`,
];

beforeAll(async () => {
  house = await openHouse({ worker: false });
});
afterAll(() => house.close());
beforeEach(async () => {
  organization = await openOrganization(house);
});

/** Asks for a path as it is written, which `fetch` would mend. */
function statusOf(path: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  const { origin, pathname } = new URL(organization.directory.url);
  return new Promise((resolve, reject) => {
    request(origin, { path: path.replace("{base}", pathname), headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

test("by default nobody reads it without a key", async () => {
  for (const path of paths) {
    const answer = await send("GET", path, undefined, without);
    expectProblem(answer, 401);
    expect(answer.headers.get("WWW-Authenticate")).toMatch(/^Bearer/);
  }
});

test("an admin opens it, and closes it again, by the command line", async () => {
  const set = (value: string) =>
    run(house, "change-organization", { organization: organization.id, "open-discovery": value });
  expect((await set("yes")).exitCode).toBe(0);
  expect((await send("GET", "/Schemas", undefined, without)).status).toBe(200);
  expect((await set("no")).exitCode).toBe(0);
  expectProblem(await send("GET", "/Schemas", undefined, without), 401);
});

describe("where it is open", () => {
  beforeEach(() => open(true));

  test("everybody reads the same as with a key, and it needs no body for a HEAD", async () => {
    for (const path of paths) {
      const { status, body } = await send("GET", path, undefined, without);
      expect([status, body]).toEqual([200, (await send("GET", path)).body]);
      expect((await send("HEAD", path, undefined, without)).status).toBe(200);
    }
  });

  test("who shows a key that is none is refused all the same", async () => {
    for (const header of [
      "Bearer wrong",
      "Bearer",
      "Basic x",
      `Bearer ${organization.key}x`,
      organization.key,
    ])
      for (const path of paths)
        expectProblem(await send("GET", path, undefined, { Authorization: header }), 401);
  });

  test("everything else, and every other method, needs a key", async () => {
    for (const path of [
      "",
      "/",
      "/Users",
      "/Groups",
      "/Users/x",
      "/Me",
      "/Bulk",
      "/.search",
      "/Nothing",
      "/SchemasX",
    ])
      expectProblem(await send("GET", path, undefined, without), 401);
    for (const path of paths)
      for (const method of ["POST", "PUT", "PATCH", "DELETE"])
        expectProblem(await send(method, path, method === "DELETE" ? undefined : {}, without), 401);
    for (const path of ["/Users", "/Bulk", "/.search", "/Users/.search"])
      expectProblem(await send("POST", path, {}, without), 401);
  });

  test("no way of writing a path leads anywhere else", async () => {
    for (const path of [
      "{base}/Schemas/../Users",
      "{base}/Schemas/%2e%2e/Users",
      "{base}/Schemas%2f..%2fUsers",
      "{base}/ResourceTypes/../../x/Users",
      "{base}//Users",
      "{base}/Schemas//Users",
      "{base}/Users;/Schemas",
      "{base}/Users?/Schemas",
      "{base}/Users#/Schemas",
      "{base}/Users/%2fSchemas",
      "//scim/v2/Schemas",
    ])
      expect(await statusOf(path), path).toBeOneOf([400, 401, 404]);
    expect(await statusOf("{base}/SCHEMAS/")).toBe(200);
    expect(await statusOf("{base}/Schemas", { Authorization: " " })).toBe(200);
  });

  test("a filter is refused, and what there is not is not there", async () => {
    expectProblem(await send("GET", "/Schemas?filter=id%20pr", undefined, without), 403);
    expectProblem(await send("GET", "/Schemas/urn:nothing", undefined, without), 404);
  });

  test("it is not open of another organization, nor of one that there is not", async () => {
    const other = await openOrganization(house);
    expectProblem(await other.directory.send("GET", "/Schemas", undefined, without), 401);
    expect(await statusOf("/scim/v2/nobody/Schemas")).toBe(401);
    expectProblem(await send("GET", "/Schemas", undefined, { Authorization: `Bearer ${other.key}` }), 401);
  });

  test("an organization that is disabled, or has another plan, is closed", async () => {
    for (const change of [{ enabled: false }, { plan: "starter" }] as const) {
      await changeOrganization(house.deps, organization.id, change);
      for (const path of paths) expectProblem(await send("GET", path, undefined, without), 401);
      await changeOrganization(house.deps, organization.id, { enabled: true, plan: "enterprise" });
      expect((await send("GET", "/Schemas", undefined, without)).status).toBe(200);
    }
  });
});
