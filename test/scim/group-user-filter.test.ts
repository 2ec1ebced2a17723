/** Users are found by the groups that they are in. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { makeGroup, makeUsers } from "./groups.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
const ids: Record<string, string> = {};

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  const [ada = "", bob = "", eve = ""] = await makeUsers(organization, "ada", "bob", "eve");
  const stranger = await openOrganization(house);
  Object.assign(ids, { ada, bob, eve });
  ids["foreign"] = await makeGroup(stranger, "Red", await makeUsers(stranger, "mallory"));
  ids["red"] = await makeGroup(organization, "Red", [ada, bob]);
  ids["green"] = await makeGroup(organization, "Green", [bob]);
  ids["empty"] = await makeGroup(organization, "Empty");
});
afterAll(() => house.close());

const ask = (filter: string) =>
  organization.directory.send(
    "GET",
    `/Users?filter=${encodeURIComponent(filter.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? ""))}`,
  );

describe("a filter finds", () => {
  const table: [string, string[]][] = [
    ['groups eq "{red}"', ["ada", "bob"]],
    ['groups.value eq "{green}"', ["bob"]],
    ['groups[value eq "{green}"]', ["bob"]],
    ['groups[value eq "{red}" or value eq "{green}"]', ["ada", "bob"]],
    ['groups eq "{red}" and groups eq "{green}"', ["bob"]],
    ['groups[type eq "direct"]', ["ada", "bob"]],
    ['groups[type eq "indirect"]', []],
    ['groups eq "{empty}"', []],
    ['groups eq "{foreign}"', []],
    ['groups eq "nothing"', []],
    ["groups pr", ["ada", "bob"]],
    ['id eq "{ada}" and groups eq "{red}"', ["ada"]],
    ['groups eq "{green}" and id eq "{ada}"', []],
    ['userName sw "ada" or groups eq "{green}"', ["ada", "bob"]],
    ['groups eq "{red}" and not (groups eq "{green}")', ["ada"]],
    ['groups ne "{green}" and displayName sw "Person"', ["ada", "eve"]],
    ['groups eq null and displayName sw "Person"', ["eve"]],
    ['not (groups pr) and displayName sw "Person"', ["eve"]],
    ['groups co "{red}"', ["ada", "bob"]],
    ['groups.display eq "RED"', ["ada", "bob"]],
    ['groups.display sw "g"', ["bob"]],
    ['groups.display gt "green"', ["ada", "bob"]],
    ['groups.display eq "Empty"', []],
    ['groups.type eq "direct"', ["ada", "bob"]],
    ['groups.type sw "in"', []],
    ['groups.$ref ew "/Groups/{green}"', ["bob"]],
    ['groups[display eq "Red" and value eq "{green}"]', []],
    ['groups.display eq "Red" and groups.value eq "{green}"', ["bob"]],
    ['groups[display eq "Red"]', ["ada", "bob"]],
    ["groups[value pr]", ["ada", "bob"]],
    ['groups[not (display eq "Red")]', ["bob"]],
    ['groups.display ne "Green" and displayName sw "Person"', ["ada", "eve"]],
    ['title gt "a" or groups.display eq "Green"', ["bob"]],
    ['not (title gt "a") and groups.display eq "Red"', ["ada", "bob"]],
  ];
  for (const [filter, names] of table) {
    test(`${filter}: ${names.join(", ") || "nobody"}`, async () => {
      const { status, body } = await ask(filter);
      expect(status, JSON.stringify(body)).toBe(200);
      const resources: { id: string }[] = body.Resources;
      expect(resources.map(({ id }) => id)).toEqual(names.map((name) => ids[name]));
      expect(body.totalResults).toBe(names.length);
    });
  }
});

describe("a filter that cannot be answered is 400 invalidFilter", () => {
  const filters = ["groups eq true", 'groups.unknown eq "x"', 'members eq "{ada}"'];
  for (const filter of filters)
    test(filter, async () => expectProblem(await ask(filter), 400, "invalidFilter"));
});

test("a user shows the groups that the filter finds them by, as soon as they are written", async () => {
  const { body } = await ask('groups eq "{green}"');
  const groups: { value: string; display: string; type: string; $ref: string }[] = body.Resources[0].groups;
  expect(groups.toSorted((one, other) => one.display.localeCompare(other.display))).toEqual(
    ["Green", "Red"].map((display) => ({
      value: ids[display.toLowerCase()],
      $ref: `${organization.directory.url}/Groups/${ids[display.toLowerCase()]}`,
      display,
      type: "direct",
    })),
  );
});
