import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";

let house: House;
let organization: TestOrganization;
beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
});
afterAll(() => house.close());

const typeOf = async (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
  (await organization.directory.send(method, path, body, headers)).headers.get("Content-Type")?.split(";")[0];

const table: [string, string][] = [
  ["application/scim+json", "application/scim+json"],
  ["*/*", "application/scim+json"],
  ["", "application/scim+json"],
  ["application/*", "application/scim+json"],
  ["text/html", "application/scim+json"],
  ["application/scim+json, application/json", "application/scim+json"],
  ["application/json;q=0.9, application/scim+json", "application/scim+json"],
  ["application/json, */*;q=0.1", "application/json"],
  ["application/json", "application/json"],
  ["APPLICATION/JSON", "application/json"],
  ["application/json; charset=utf-8", "application/json"],
];
describe("what is answered to Accept", () => {
  for (const [accept, type] of table) {
    test(`${accept || "nothing"}: ${type}, errors too`, async () => {
      const headers = { Accept: accept };
      expect(await typeOf("GET", "/Users", headers)).toBe(type);
      expect(await typeOf("GET", "/Users/nobody", headers)).toBe(type);
      expect(await typeOf("GET", "/Nothing", headers)).toBe(type);
      expect(await typeOf("GET", "/Schemas", headers)).toBe(type);
      expect(await typeOf("POST", "/Users", headers, {})).toBe(type);
      expect(await typeOf("GET", "/Users", { ...headers, Authorization: "Bearer wrong" })).toBe(type);
    });
  }
});

test("the body says that it is UTF-8, and is", async () => {
  const { body, headers } = await organization.directory.send(
    "POST",
    "/Users",
    entraUser(organization.address("zoe"), { displayName: "Zoë 😀 漢字" }),
  );
  expect(headers.get("Content-Type")).toMatch(/charset=utf-8/i);
  expect(body.displayName).toBe("Zoë 😀 漢字");
});
