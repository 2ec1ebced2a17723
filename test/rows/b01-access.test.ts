import { afterAll, beforeAll, expect, test } from "vitest";
import { disableScim, enableScim, endKey, rotateKey } from "../../api/organization/directory/keys.ts";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { type Answer, entraUser, patchOf, schemas, scimClient } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const calls: readonly (readonly [method: string, path: string, body?: unknown])[] = [
  ["GET", "/Users"],
  ["GET", `/Users?filter=${encodeURIComponent('userName eq "a"')}`],
  ["GET", "/Users?filter=broken("],
  ["GET", "/Users/1"],
  ["POST", "/Users", entraUser("eve@example.org")],
  ["POST", "/Users", "{ not JSON"],
  ["PUT", "/Users/1", entraUser("eve@example.org")],
  ["PATCH", "/Users/1", patchOf({ op: "Replace", path: "active", value: "False" })],
  ["DELETE", "/Users/1"],
  ["GET", "/Groups"],
  ["POST", "/Groups", { schemas: [schemas.group], displayName: "Group" }],
  ["GET", "/ServiceProviderConfig"],
  ["GET", "/ResourceTypes"],
  ["GET", "/Schemas"],
  ["POST", "/Bulk", {}],
  ["GET", "/Nothing"],
];

function expectRefused({ status, headers, body }: Answer): void {
  expect(status).toBe(401);
  expect(headers.get("www-authenticate")).toMatch(/^Bearer/);
  expect(headers.get("content-type")).toMatch(/^application\/scim\+json/);
  expect(body).toMatchObject({ schemas: [schemas.error], status: "401", detail: expect.any(String) });
}

/** All that a client could tell two refusals apart by. */
function shownBy({ status, headers, body }: Answer): unknown {
  const own = ["date", "x-request-id"];
  return { status, body, headers: [...headers].filter(([name]) => !own.includes(name)) };
}

async function expectShut(organization: TestOrganization): Promise<void> {
  for (const [method, path, body] of calls) {
    expectRefused(await organization.directory.send(method, path, body));
  }
  expect(await organization.members(), "nobody but the owner").toHaveLength(1);
}

test("B01 a plan without SCIM shuts every call out, and the plan with it lets the same key in", async () => {
  const organization = await openOrganization(house);
  await changeOrganization(house.deps, organization.id, { plan: "starter" });
  await expectShut(organization);
  await changeOrganization(house.deps, organization.id, { plan: "enterprise" });
  expect((await organization.directory.send("GET", "/Users")).status).toBe(200);
});

test("B01 an organization that is disabled shuts every call out until it is enabled", async () => {
  const organization = await openOrganization(house);
  await changeOrganization(house.deps, organization.id, { enabled: false });
  await expectShut(organization);
  await changeOrganization(house.deps, organization.id, { enabled: true });
  expect((await organization.directory.send("GET", "/Users")).status).toBe(200);
});

test("B01 SCIM that is off shuts every call out, and turned on again it takes the fresh key alone", async () => {
  const organization = await openOrganization(house);
  await disableScim(house.deps, organization.id);
  await expectShut(organization);
  const { scimUrl, scimKey } = await enableScim(house.deps, organization.id);
  expect((await scimClient(scimUrl, scimKey).send("GET", "/Users")).status).toBe(200);
  await expectShut(organization);
});

test("B01 nothing tells an unknown organization from a wrong key, or from any other reason", async () => {
  const [open, starter, off, disabled] = [
    await openOrganization(house),
    await openOrganization(house, { plan: "starter" }),
    await openOrganization(house),
    await openOrganization(house),
  ];
  await disableScim(house.deps, off.id);
  await changeOrganization(house.deps, disabled.id, { enabled: false });
  const { scimKey: ended, key } = await rotateKey(house.deps, open.id, 60_000);
  await endKey(house.deps, open.id, key.id);
  const unknown = scimClient(open.directory.url.replace(open.id, `${open.id}x`), open.key);
  for (const [method, path, body] of calls) {
    const wrongKey = await scimClient(open.directory.url, "rc_wrong").send(method, path, body);
    expectRefused(wrongKey);
    const others = [
      unknown,
      starter.directory,
      off.directory,
      disabled.directory,
      scimClient(open.directory.url, ended),
    ];
    for (const other of others) {
      expect(shownBy(await other.send(method, path, body)), `${method} ${path} at ${other.url}`).toEqual(
        shownBy(wrongKey),
      );
    }
  }
});

test("B01 a key opens its own organization and no other one", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  expectRefused(await scimClient(other.directory.url, one.key).send("GET", "/Users"));
});

test.each([
  ["no Authorization", ""],
  ["another scheme", "Basic KEY"],
  ["the key without a scheme", "KEY"],
  ["an empty key", "Bearer "],
  ["half of the key", "Bearer HALF"],
])("B01 %s is refused like a wrong key", async (_, header) => {
  const { directory, key } = await openOrganization(house);
  const Authorization = header.replace("KEY", key).replace("HALF", key.slice(0, 20));
  expectRefused(await directory.send("GET", "/Users", undefined, { Authorization }));
});

test.each([
  ["an id too long for any organization", `/scim/v2/${"x".repeat(101)}`],
  ["another case of the prefix", "/SCIM/V2/acme"],
  ["an id that is no organization's", "/scim/v2/A%20b"],
])("B01 %s in the URL is refused like an unknown organization", async (_, path) => {
  const { directory } = await openOrganization(house);
  const elsewhere = scimClient(new URL(path, directory.url).href, "rc_wrong");
  for (const [method, resource, body] of calls) {
    expectRefused(await elsewhere.send(method, resource, body));
  }
});

test("B01 the word Bearer is taken in any case", async () => {
  const { directory, key } = await openOrganization(house);
  const { status } = await directory.send("GET", "/Users", undefined, { Authorization: `bearer ${key}` });
  expect(status).toBe(200);
});
