/** A group that is shown without its members costs no look at them, nor do writes that are not about them. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { patchOf } from "../support/scim-client.ts";
import { groupOf, makeGroup, makeUsers } from "./groups.ts";

let house: House;
let organization: TestOrganization;
let id: string;
let since: Date;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);

beforeAll(async () => {
  house = await openHouse({ worker: false });
  organization = await openOrganization(house);
  id = await makeGroup(organization, "Red", await makeUsers(organization, "ada", "bob"));
  await house.deps.store.database.command({ profile: 2 });
});
afterAll(async () => {
  await house.deps.store.database.command({ profile: 0 });
  await house.close();
});
beforeEach(() => {
  since = new Date();
});

/** How often a collection was looked at, or written, since the test began. */
async function looks(collection: "memberships" | "groups"): Promise<number> {
  const { database } = house.deps.store;
  const ns = `${database.databaseName}.${collection}`;
  return database.collection("system.profile").countDocuments({ ns, ts: { $gte: since } });
}

const reads = [
  "/Groups/{id}?excludedAttributes=members",
  "/Groups/{id}?excludedAttributes=meta,MEMBERS",
  "/Groups/{id}?attributes=displayName",
  "/Groups/{id}?attributes=id",
  "/Groups?excludedAttributes=members",
  "/Groups?excludedAttributes=members&filter=displayName+eq+%22red%22",
  "/Groups?attributes=displayName,externalId",
];
for (const path of reads) {
  test(`GET ${path}`, async () => {
    const { status, body } = await send("GET", path.replace("{id}", id));
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain("members");
    expect(await looks("groups")).toBeGreaterThan(0);
    expect(await looks("memberships")).toBe(0);
  });
}

test("a rename by PATCH that wants nothing back", async () => {
  const rename = patchOf({ op: "replace", path: "displayName", value: "Blue" });
  const answer = await send("PATCH", `/Groups/${id}?excludedAttributes=members`, rename);
  expect([answer.status, answer.body.displayName]).toEqual([200, "Blue"]);
  expect(await looks("groups")).toBeGreaterThan(0);
  expect(await looks("memberships")).toBe(0);
});

test("a PUT and a POST that say nothing of members, and do not show them", async () => {
  const hidden = "excludedAttributes=members";
  expect((await send("PUT", `/Groups/${id}?${hidden}`, groupOf("Green"))).status).toBe(200);
  expect((await send("POST", `/Groups?${hidden}`, groupOf("Yellow"))).status).toBe(201);
  expect(await looks("groups")).toBeGreaterThan(0);
  expect(await looks("memberships")).toBe(0);
});

test("a read with members does look at them, which shows that looks are seen here", async () => {
  expect((await send("GET", `/Groups/${id}`)).body.members).toHaveLength(2);
  expect(await looks("memberships")).toBeGreaterThan(0);
});
