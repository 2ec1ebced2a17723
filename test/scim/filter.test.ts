/** Filters as clients send them, over HTTP: what the database decides, what it does not, and both types at once. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, schemas } from "../support/scim-client.ts";
import { makeGroup } from "./groups.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
const names = new Map<string, string>();

beforeAll(async () => {
  house = await openHouse({ worker: false });
  organization = await openOrganization(house);
  const { directory, address } = organization;
  const people = {
    ada: {
      title: "Älteste",
      userType: "Employee",
      [schemas.enterprise]: { department: "Engines", manager: { value: "m1" } },
      ims: [{ type: "xmpp", value: "ada@foo.com" }],
    },
    bob: { title: "Tour Guide", userType: "Intern", active: false },
    eve: { userType: "Employee", nickName: "部長" },
  };
  for (const [name, more] of Object.entries(people)) {
    const { status, body } = await directory.send("POST", "/Users", entraUser(address(name), more));
    expect(status, JSON.stringify(body)).toBe(201);
    names.set(body.id, name);
  }
  const [ada = ""] = names.keys();
  names.set(await makeGroup(organization, "Engineers", [ada]), "engineers");
  names.set(await makeGroup(organization, "Guides"), "guides");
});
afterAll(() => house.close());

const nameOf = ({ id }: { id: string }) => names.get(id) ?? "stranger";

/** Whoever made the organization is in it too. */
async function found(path: string, filter: string): Promise<string[]> {
  const { status, body } = await organization.directory.send(
    "GET",
    `${path}?filter=${encodeURIComponent(filter)}`,
  );
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body.totalResults).toBe(body.Resources.length);
  return body.Resources.map(nameOf).filter((name: string) => name !== "stranger");
}

describe("users", () => {
  const all = ["ada", "bob", "eve"];
  const table: [string, string[]][] = [
    ['title gt "s"', ["ada", "bob"]],
    ['title le "tour guide"', ["bob"]],
    ['title sw "ÄLT"', ["ada"]],
    ['title eq "A\u0308lteste"', ["ada"]],
    ['title co "a"', []],
    ['nickName co "長"', ["eve"]],
    ['nickName eq "部"', []],
    ["title pr and not (active eq false)", ["ada"]],
    ['userType eq "Employee" and not (title pr)', ["eve"]],
    ['not (title gt "s") and userType pr', ["eve"]],
    ['title gt "u" or userType eq "intern"', ["ada", "bob"]],
    [`schemas eq "${schemas.enterprise}"`, ["ada"]],
    ['manager.$ref ew "/Users/m1"', ["ada"]],
    ['manager eq "m1" and title gt "a"', ["ada"]],
    ['meta.resourceType eq "User" and userType pr', all],
    ['meta.resourceType eq "Group"', []],
    ['meta.version eq "W/\\"1\\"" and userType pr', all],
    ['meta.created co "T" and userType pr', all],
    ['ims[type eq "xmpp" and value co "@foo.com"]', ["ada"]],
    ['name[givenName eq "given" and familyName eq "FAMILY"] and userType pr', all],
    ["ACTIVE EQ False", ["bob"]],
    ['title eq "\\u0000" or userType eq "Intern"', ["bob"]],
    ['title co "\\u0000"', []],
  ];
  for (const [filter, expected] of table)
    test(`${JSON.stringify(filter)}: ${expected.join(", ") || "nobody"}`, async () => {
      expect((await found("/Users", filter)).toSorted()).toEqual(expected);
    });
});

describe("both types at the root (RFC 7644 §3.4.2.1)", () => {
  const table: [string, string[]][] = [
    ['displayName sw "guid"', ["guides"]],
    ['displayName eq "Engineers" or userType eq "intern"', ["bob", "engineers"]],
    ['urn:ietf:params:scim:schemas:core:2.0:User:displayName eq "Engineers"', []],
    ['urn:ietf:params:scim:schemas:core:2.0:Group:displayName gt "f"', ["guides"]],
    ["userType pr or members pr", ["ada", "bob", "engineers", "eve"]],
    ['meta.resourceType eq "Group"', ["engineers", "guides"]],
    ['meta.resourceType eq "Group" and members.display co "ada"', ["engineers"]],
    ["userName eq null and not (members pr)", ["guides"]],
    ['members.display co "ada" or title gt "u"', ["ada", "engineers"]],
  ];
  for (const [filter, expected] of table)
    test(`${filter}: ${expected.join(", ") || "nothing"}`, async () => {
      expect((await found("/", filter)).toSorted()).toEqual(expected);
    });

  test("an attribute that neither has is 400 invalidFilter", async () => {
    const answer = await organization.directory.send(
      "GET",
      `/?filter=${encodeURIComponent('eyeColor eq "x"')}`,
    );
    expectProblem(answer, 400, "invalidFilter");
  });
});
