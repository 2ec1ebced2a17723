/** What directories look groups up by, and what else a filter on groups can say. */
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
  const [foreign = ""] = await makeUsers(stranger, "foreign");
  await makeGroup(stranger, "Red", [foreign], { externalId: "X-1" });
  Object.assign(ids, { ada, bob, eve, foreign, url: organization.directory.url });
  ids["red"] = await makeGroup(organization, "Red", [ada, bob], { externalId: "X-1" });
  ids["green"] = await makeGroup(organization, "Grün", [bob], { externalId: "x-1" });
  ids["empty"] = await makeGroup(organization, "Em.ty");
});
afterAll(() => house.close());

/** `{ada}` and the like stand for ids. */
const filled = (filter: string) => filter.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");
const ask = (filter: string, more = "") =>
  organization.directory.send("GET", `/Groups?filter=${encodeURIComponent(filled(filter))}${more}`);

async function found(filter: string): Promise<string[]> {
  const { status, body } = await ask(filter);
  expect(status, JSON.stringify(body)).toBe(200);
  const resources: { id: string }[] = body.Resources;
  expect(body.totalResults).toBe(resources.length);
  const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]));
  return resources.map(({ id }) => names.get(id) ?? id);
}

const all = ["red", "green", "empty"];
const table: [string, string[]][] = [
  ['displayName eq "Red"', ["red"]],
  ['displayName eq "rED"', ["red"]],
  ['DISPLAYNAME EQ "red"', ["red"]],
  ['displayName eq "GRÜN"', ["green"]],
  ['displayName eq "Gru\u0308n"', ["green"]],
  ['displayName eq "Re"', []],
  ['displayName eq "Em.ty"', ["empty"]],
  ['displayName eq "Empty"', []],
  ['displayName sw "r"', ["red"]],
  ['displayName co "."', ["empty"]],
  ['displayName ne "red"', ["green", "empty"]],
  ['displayName gt "g"', ["red", "green"]],
  ["displayName pr", all],
  ['urn:ietf:params:scim:schemas:core:2.0:Group:displayName eq "red"', ["red"]],
  ['externalId eq "X-1"', ["red"]],
  ['externalId eq "x-1"', ["green"]],
  ["externalId pr", ["red", "green"]],
  ["not (externalId pr)", ["empty"]],
  ["externalId eq null", ["empty"]],
  ["externalId ne null", ["red", "green"]],
  ['id eq "{red}"', ["red"]],
  ['id eq "nobody"', []],
  ['members eq "{ada}"', ["red"]],
  ['members.value eq "{bob}"', ["red", "green"]],
  ['members[value eq "{bob}"]', ["red", "green"]],
  ['MEMBERS[VALUE EQ "{bob}"]', ["red", "green"]],
  ['urn:ietf:params:scim:schemas:core:2.0:Group:members eq "{ada}"', ["red"]],
  ['members[value eq "{ada}" or value eq "{eve}"]', ["red"]],
  ['members[value eq "{ada}" and type eq "User"]', ["red"]],
  ['members[value eq "{ada}" and value eq "{bob}"]', []],
  ['members eq "{ada}" and members eq "{bob}"', ["red"]],
  ['members[type eq "User"]', ["red", "green"]],
  ['members[type eq "Group"]', []],
  ['members eq "{eve}"', []],
  ['members eq "nobody"', []],
  ['members eq "{foreign}"', []],
  ['id eq "{red}" and members eq "{ada}"', ["red"]],
  ['members eq "{ada}" and id eq "{red}"', ["red"]],
  ['id eq "{green}" and members eq "{ada}"', []],
  ['members eq "{ada}" and id eq "{green}"', []],
  ['id eq "{red}" and members[value eq "{bob}"]', ["red"]],
  ['displayName eq "red" and members eq "{bob}"', ["red"]],
  ['displayName eq "Em.ty" or members eq "{ada}"', ["red", "empty"]],
  ['members eq "{ada}" or members eq "{bob}"', ["red", "green"]],
  ['not (members eq "{ada}")', ["green", "empty"]],
  ['not (members[value eq "{bob}"])', ["empty"]],
  ['not (members eq "{ada}" or displayName eq "grün")', ["empty"]],
  ['members ne "{ada}"', ["green", "empty"]],
  ["members pr", ["red", "green"]],
  ["members.value pr", ["red", "green"]],
  ["not (members pr)", ["empty"]],
  ["members eq null", ["empty"]],
  ["members ne null", ["red", "green"]],
  ["members.value eq null", ["empty"]],
  ['members co "{ada}"', ["red"]],
  ['members sw "{bob}"', ["red", "green"]],
  ['members gt ""', ["red", "green"]],
  ['members gt "{ada}"', ["red", "green"]],
  ['members lt "{bob}"', ["red"]],
  ["members gt null", []],
  ['members.display sw "person ADA"', ["red"]],
  ['members.display co "bob"', ["red", "green"]],
  ['members.display co "foreign"', []],
  ['members.display ne "Person"', all],
  ['not (members.display co "ada")', ["green", "empty"]],
  ["members.display pr", ["red", "green"]],
  ["members.display eq null", ["empty"]],
  ['members.type eq "user"', ["red", "green"]],
  ['members.type ne "User"', ["empty"]],
  ['members.type co "g"', []],
  ['members.$ref eq "{url}/Users/{ada}"', ["red"]],
  ['members.$ref eq "{url}/Groups/{ada}"', []],
  ['members.$ref ew "/{bob}"', ["red", "green"]],
  ["members.$ref pr", ["red", "green"]],
  ['members[display co "ada" and value eq "{bob}"]', []],
  ['members[display co "bob" and value eq "{bob}"]', ["red", "green"]],
  ['members.display co "ada" and members.value eq "{bob}"', ["red"]],
  ['members[type eq "User" and value eq "{ada}"]', ["red"]],
  ['members[type eq "User"].value eq "{ada}"', ["red"]],
  ['members[type eq "User" and display co "ada"]', ["red"]],
  ['members[value co "{ada}"]', ["red"]],
  ["members[value pr]", ["red", "green"]],
  ["members[value eq null]", []],
  ['members[not (value eq "{bob}")]', ["red"]],
  ['members[not (type eq "User")]', []],
  ['members[value ne "{bob}"]', ["red"]],
  ['members[display eq "nobody" or value eq "{ada}"]', ["red"]],
  ['displayName gt "g" and members.display co "ada"', ["red"]],
  ['displayName gt "g" and not (members.display co "ada")', ["green"]],
  ['displayName eq "em.ty" or members.display co "ada" or members[display co "ada"]', ["red", "empty"]],
  ['meta.location ew "/Groups/{red}"', ["red"]],
  ['meta.resourceType eq "Group"', all],
  ['meta.resourceType eq "User"', []],
  ['schemas eq "urn:ietf:params:scim:schemas:core:2.0:Group"', all],
  ['meta.lastModified gt "2020-01-01T00:00:00Z"', all],
];

describe("a filter finds", () => {
  for (const [filter, names] of table)
    test(`${filter}: ${names.join(", ") || "nothing"}`, async () => {
      expect(await found(filter)).toEqual(names);
    });
});

test("the check of Entra whether somebody is a member shows the id alone", async () => {
  for (const filter of ['id eq "{red}" and members eq "{ada}"', 'members eq "{ada}" and id eq "{red}"']) {
    const { body } = await ask(filter, "&attributes=id");
    const schemas = ["urn:ietf:params:scim:schemas:core:2.0:Group"];
    expect(body).toMatchObject({
      totalResults: 1,
      itemsPerPage: 1,
      Resources: [{ id: ids["red"], schemas }],
    });
    expect(Object.keys(body.Resources[0]).toSorted()).toEqual(["id", "schemas"]);
  }
});

describe("a filter that cannot be answered is 400 invalidFilter, never an empty list", () => {
  const filters = [
    "members eq true",
    "members eq 5",
    'members.value.x eq "{ada}"',
    'members.unknown eq "{ada}"',
    'members[unknown eq "{ada}"]',
    'userName eq "ada"',
    'groups eq "{red}"',
    'members[value eq "{ada}"',
    'members["{ada}"]',
    "members eq {ada}",
  ];
  for (const filter of filters)
    test(filter, async () => expectProblem(await ask(filter), 400, "invalidFilter"));
});
