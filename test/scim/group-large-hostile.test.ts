/** Large bodies that are made to break the server are taken or refused, and break nothing for those who come next. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { schemas } from "../support/scim-client.ts";
import { crowd, groupOf, makeGroup, membersOf } from "./groups.ts";

let house: House;
let organization: TestOrganization;
let people: string[];
let id: string;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
const read = () => membersOf(organization, id);
const typed = { "Content-Type": "application/scim+json" };
/** More than what is decoded at once. */
const large = 200_000;

beforeAll(async () => {
  house = await openHouse({ worker: false });
  organization = await openOrganization(house);
  people = await crowd(house, organization, 6_000);
  id = await makeGroup(organization, "Small", people.slice(0, 2));
});
afterAll(() => house.close());

describe("hostile nesting of that size", () => {
  const nests = [
    ["lists", "[", "]"],
    ["objects", '{"value":', "}"],
    ["both", '[{"members":', "}]"],
  ] as const;
  for (const [what, open, close] of nests) {
    test(`of ${what} is taken or refused, and the next large body is served`, async () => {
      const depth = Math.ceil(large / open.length);
      const deep = `${open.repeat(depth)}1${close.repeat(depth)}`;
      const patch = (operation: string) => `{"schemas":["${schemas.patch}"],"Operations":[${operation}]}`;
      const requests: [string, string, string][] = [
        ["POST", "/Groups", `{"schemas":["${schemas.group}"],"displayName":"Deep","members":${deep}}`],
        [
          "POST",
          "/Groups",
          `{"schemas":["${schemas.group}"],"displayName":"Deep ${what}","unknown":${deep}}`,
        ],
        ["POST", "/Groups", `{"schemas":["${schemas.group}"],"displayName":${deep}}`],
        ["POST", "/Groups", `{"schemas":${deep},"displayName":"Deep"}`],
        ["POST", "/Groups", deep],
        ["PATCH", `/Groups/${id}`, patch(`{"op":"add","path":"members","value":${deep}}`)],
        ["PATCH", `/Groups/${id}`, patch(`{"op":"add","path":"displayName","value":${deep}}`)],
        ["PATCH", `/Groups/${id}`, patch(`{"op":"add","path":"unknown","value":${deep}}`)],
        ["PATCH", `/Groups/${id}`, patch(`{"op":"replace","value":{"unknown":${deep}}}`)],
        ["PATCH", `/Groups/${id}`, patch(`{"op":"replace","value":${deep}}`)],
        ["PATCH", `/Groups/${id}`, patch(deep)],
      ];
      const before = await read();
      const statuses: [string, number][] = [];
      for (const [method, path, text] of requests)
        statuses.push([text.slice(0, 150), (await send(method, path, text, typed)).status]);
      expect(statuses.filter(([, status]) => status >= 500)).toEqual([]);
      expect(await read()).toEqual(before);
      const next = await send("POST", "/Groups", groupOf(`After ${what}`, people.slice(0, 4_000)));
      expect([next.status, next.body.members.length]).toEqual([201, 4_000]);
    });
  }

  test("a body of very many values is taken or refused, and the next large body is served", async () => {
    const values = `[${"{},".repeat(3_000_000)}{}]`;
    const { status } = await send(
      "POST",
      "/Groups",
      `{"schemas":["${schemas.group}"],"displayName":"Many","x":${values}}`,
      typed,
    );
    expect([201, 400, 413]).toContain(status);
    const next = await send("POST", "/Groups", groupOf("After many", people.slice(0, 4_000)));
    expect(next.body.members).toHaveLength(4_000);
  });
});
