/** A body that is so large that it is decoded aside, and wrong, is refused as a small one is. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { type Answer, patchOf } from "../support/scim-client.ts";
import { crowd, groupOf, makeGroup, membersOf } from "./groups.ts";
import { expectProblem } from "./problem.ts";

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

describe("a large body that is wrong is refused as a small one is", () => {
  const padding = "x".repeat(large);
  const many = (value: unknown) => [...people.slice(0, 5_000), value];
  const table: [string, () => string, string][] = [
    ["JSON that breaks off", () => JSON.stringify(groupOf("X", people)).slice(0, -2), "invalidSyntax"],
    ["JSON with more behind it", () => `${JSON.stringify(groupOf(padding))}}`, "invalidSyntax"],
    ["no JSON at all", () => padding, "invalidSyntax"],
    ["NUL characters", () => "\u0000".repeat(large), "invalidSyntax"],
    ["a list", () => JSON.stringify(people), "invalidSyntax"],
    ["a text", () => JSON.stringify(padding), "invalidSyntax"],
    ["no schema", () => JSON.stringify({ displayName: "X", members: people }), "invalidSyntax"],
    [
      "a member that is none, at the end",
      () => JSON.stringify(groupOf("X", undefined, { members: many(7) })),
      "invalidValue",
    ],
    ["a name that is too long", () => JSON.stringify(groupOf(padding, [])), "invalidValue"],
    ["no name", () => JSON.stringify(groupOf("", people)), "invalidValue"],
  ];
  for (const [what, textOf, scimType] of table) {
    test(what, async () => {
      const text = textOf();
      expect(text.length).toBeGreaterThan(131_072);
      const before = await read();
      for (const [method, path] of [
        ["POST", "/Groups"],
        ["PUT", `/Groups/${id}`],
      ] as const)
        expectProblem(await send(method, path, text, typed), 400, scimType);
      expect(await read()).toEqual(before);
    });
  }

  test("bytes that are not UTF-8", async () => {
    const [before = "", after = ""] = JSON.stringify(groupOf("|", people)).split("|");
    for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80]]) {
      const response = await fetch(`${organization.directory.url}/Groups`, {
        method: "POST",
        headers: { Authorization: `Bearer ${organization.key}`, ...typed },
        body: Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]),
      });
      const answer: Answer = {
        status: response.status,
        headers: response.headers,
        body: await response.json(),
      };
      expectProblem(answer, 400, "invalidSyntax");
    }
  });

  test("a PATCH whose last operation is wrong, which is named by its number", async () => {
    const before = await read();
    const wrong = patchOf(
      { op: "add", path: "members", value: people },
      { op: "replace", path: "displayName", value: "Half" },
      { op: "remove", path: "members[value pr]" },
    );
    const answer = await send("PATCH", `/Groups/${id}`, wrong);
    expectProblem(answer, 400, "invalidFilter");
    expect(answer.body.detail).toContain("Operation 3");
    expect(await read()).toEqual(before);
  });

  test("one for a group that there is not is 404 when it can be read, and 400 when it cannot", async () => {
    expectProblem(await send("PUT", "/Groups/nobody", groupOf("X", people)), 404);
    expectProblem(
      await send("PUT", "/Groups/nobody", JSON.stringify(groupOf("X", people)).slice(1), typed),
      400,
      "invalidSyntax",
    );
  });
});
