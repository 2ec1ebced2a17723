/** Bodies that are so large that they are decoded aside: they mean what small ones mean, and hold up nobody. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { patchOf, schemas } from "../support/scim-client.ts";
import { crowd, groupOf, makeGroup, membersOf } from "./groups.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
let people: string[];
let id: string;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
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

test("5,000 members in a POST, a PUT and a PATCH are as many as they say", async () => {
  const made = await send("POST", "/Groups", groupOf("Large", people.slice(0, 5_000)));
  expect(made.status).toBe(201);
  expect(made.body.members).toHaveLength(5_000);
  const group = String(made.body.id);
  const put = await send("PUT", `/Groups/${group}`, groupOf("Large", people.slice(1_000)));
  expect(put.body.members.map(({ value }: { value: string }) => value)).toEqual(people.slice(1_000));
  const value = people.slice(0, 5_500).map((one) => ({ value: one, $ref: null }));
  const removed = await send("PATCH", `/Groups/${group}`, patchOf({ op: "Remove", path: "members", value }));
  expect([removed.status, removed.body]).toEqual([204, null]);
  expect(await membersOf(organization, group)).toEqual(people.slice(5_500));
  const added = await send("PATCH", `/Groups/${group}`, patchOf({ op: "Add", path: "members", value }));
  expect(added.status).toBe(204);
  expect(await membersOf(organization, group)).toEqual(people);
});

test("unknown ids among thousands are left out, and the rest is applied (B39)", async () => {
  const strangers = Array.from({ length: 1_500 }, (_, index) => `nobody-${index}`);
  const { status, body } = await send(
    "POST",
    "/Groups",
    groupOf("Mixed", [...strangers, ...people.slice(0, 4_000)]),
  );
  expect(status).toBe(201);
  expect(body.members).toHaveLength(4_000);
  const [failure] = (await organization.failures()).filter(({ subject }) => subject === body.id);
  expect(failure?.cause).toContain("nobody-0");
  expect(failure?.cause.length).toBeLessThan(2_000);
});

test("large and small ones that come together are each answered as what they are", async () => {
  const bodies = Array.from({ length: 12 }, (_, index): [string, number] =>
    index % 3 === 0
      ? [JSON.stringify(groupOf(`Row ${index}`, people.slice(index, index + 4_000))), 201]
      : index % 3 === 1
        ? [`{"x":"${"y".repeat(large)}"`, 400]
        : [JSON.stringify(groupOf(`Row ${index}`, people.slice(0, 3))), 201],
  );
  const answers = await Promise.all(bodies.map(([body]) => send("POST", "/Groups", body, typed)));
  expect(answers.map(({ status }) => status)).toEqual(bodies.map(([, status]) => status));
  for (const [index, { body }] of answers.entries()) {
    if (index % 3 === 0) expect([body.displayName, body.members.length]).toEqual([`Row ${index}`, 4_000]);
    if (index % 3 === 2) expect([body.displayName, body.members.length]).toEqual([`Row ${index}`, 3]);
  }
});

test("nobody waits for a large body to be decoded: reads go on meanwhile", async () => {
  // Millions of numbers take long to parse; that there is no name is seen when all of it has been.
  const text = `{"schemas":["${schemas.group}"],"unknown":[${"1,2,3,4,".repeat(3_000_000)}5]}`;
  const began = performance.now();
  let isOpen = true;
  const slow = send("POST", "/Groups", text, typed).finally(() => {
    isOpen = false;
  });
  let longestMs = 0;
  let sinceMs = performance.now();
  while (isOpen) {
    expect((await send("GET", `/Groups/${id}?excludedAttributes=members`)).status).toBe(200);
    longestMs = Math.max(longestMs, performance.now() - sinceMs);
    sinceMs = performance.now();
  }
  expectProblem(await slow, 400, "invalidValue");
  expect(longestMs).toBeLessThan((performance.now() - began) / 2);
});

test("many large bodies at once, with as many members as are taken, are each applied", async () => {
  const strangers = Array.from({ length: 99_000 }, (_, index) => `none-${index}`);
  const answers = await Promise.all(
    people.slice(10, 13).map((one) => {
      const members = { op: "add", path: "members", value: [...strangers, one] };
      return send("PATCH", `/Groups/${id}`, patchOf(members));
    }),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await membersOf(organization, id)).toEqual([...people.slice(0, 2), ...people.slice(10, 13)]);
});
