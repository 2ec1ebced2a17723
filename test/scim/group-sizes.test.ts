/** A group of any size is shown whole and as valid JSON, alone and among others, whoever has gone from it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { crowd, makeGroup, membersOf } from "./groups.ts";
import { expectProblem } from "./problem.ts";

type Listed = {
  readonly id: string;
  readonly members: { readonly value: string; readonly display: string }[];
};

let house: House;
let organization: TestOrganization;
let people: string[];
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);

beforeAll(async () => {
  house = await openHouse({ worker: false });
  organization = await openOrganization(house);
  people = await crowd(house, organization, 10_001);
});
afterAll(() => house.close());

/** Removes members as the API does, at once and many. */
async function leave(ids: readonly string[]): Promise<void> {
  const { members } = house.deps.store;
  await members.updateMany({ _id: { $in: [...ids] } }, { $set: { removedAt: new Date(), keys: {} } });
}

test("groups of every size about a page are whole, alone and in a list", async () => {
  const sizes = [0, 1, 2, 999, 1_000, 1_001, 2_000, 2_001, 3_500];
  const ids: string[] = [];
  for (const size of sizes)
    ids.push(await makeGroup(organization, `Group of ${size}`, people.slice(0, size)));
  for (const [index, size] of sizes.entries())
    expect(await membersOf(organization, ids[index] ?? ""), `${size}`).toEqual(people.slice(0, size));
  const { body } = await send("GET", "/Groups?count=100");
  const groups: Listed[] = body.Resources;
  expect(body).toMatchObject({ totalResults: sizes.length, itemsPerPage: sizes.length });
  expect(groups.map(({ id }) => id)).toEqual(ids);
  expect(groups.map(({ members }) => members.map(({ value }) => value))).toEqual(
    sizes.map((size) => people.slice(0, size)),
  );
  const short = await send("GET", "/Groups?count=100&attributes=members.display");
  for (const group of short.body.Resources)
    for (const member of group.members) expect(Object.keys(member)).toEqual(["display"]);
});

test("a filter that finds very many users through a group is tooMany, and says what to do instead", async () => {
  const id = await makeGroup(organization, "All", people);
  const answer = await send("GET", `/Users?filter=${encodeURIComponent(`groups eq "${id}"`)}`);
  expectProblem(answer, 400, "tooMany");
  expect(answer.body.detail).toMatch(/group's members/);
});

describe("whether one user is in a very large group can be asked", () => {
  let id: string;
  beforeAll(async () => {
    id = await makeGroup(organization, "Everybody", people);
  });
  const asked = async (endpoint: string, filter: string) => {
    const { status, body } = await send(
      "GET",
      `/${endpoint}?attributes=id&filter=${encodeURIComponent(filter)}`,
    );
    return [status, body.totalResults ?? body.detail];
  };

  test("of the group", async () => {
    expect(await asked("Groups", `id eq "${id}" and members eq "${people[0]}"`)).toEqual([200, 1]);
    expect(await asked("Groups", `members eq "${people[0]}" and id eq "${id}"`)).toEqual([200, 1]);
  });

  test("of the user", async () => {
    expect(await asked("Users", `id eq "${people[0]}" and groups eq "${id}"`)).toEqual([200, 1]);
  });
});

test("a group is valid JSON when everybody of its first page, of its last, or of all has left", async () => {
  const id = await makeGroup(organization, "Leaving", people.slice(0, 3_000));
  await leave(people.slice(0, 1_000));
  expect(await membersOf(organization, id)).toEqual(people.slice(1_000, 3_000));
  await leave(people.slice(2_000, 3_000));
  expect(await membersOf(organization, id)).toEqual(people.slice(1_000, 2_000));
  await leave(people.slice(1_000, 2_000));
  expect(await membersOf(organization, id)).toEqual([]);
  const { body } = await send("GET", `/Groups?filter=${encodeURIComponent('displayName eq "Leaving"')}`);
  expect(body).toMatchObject({ totalResults: 1, Resources: [{ id, members: [] }] });
});
