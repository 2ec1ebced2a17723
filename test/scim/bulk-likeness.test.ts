/** A bulk does what its operations would do as requests of their own, one after the other (RFC 7644 §3.7). */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf } from "../support/scim-client.ts";
import { idIn, type Sent, sendBulk } from "./bulks.ts";
import { groupOf, makeGroup, makeUsers } from "./groups.ts";

let house: House;
let inBulk: TestOrganization;
let oneByOne: TestOrganization;
let counter = 0;

beforeAll(async () => {
  house = await openHouse({ worker: false });
  inBulk = await openOrganization(house, { seats: 100_000 });
  oneByOne = await openOrganization(house, { seats: 100_000 });
});
afterAll(() => house.close());

/** What is done to one of some users and groups, by their places, or to a name that is free or taken. */
type Draft = {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly endpoint: "Users" | "Groups";
  readonly place: number;
  readonly name: string;
  readonly text: string | null;
};

const draft: fc.Arbitrary<Draft> = fc.record({
  method: fc.constantFrom("POST", "PUT", "PATCH", "DELETE"),
  endpoint: fc.constantFrom("Users", "Groups"),
  place: fc.nat(2),
  name: fc.constantFrom("one", "two", "new", "newer"),
  text: fc.constantFrom("x", "y", null),
});

/** The stage of a run: two users and two groups of one name each; a third place is nobody's. */
async function stageOf(organization: TestOrganization, run: string) {
  const users = await makeUsers(organization, `${run}-one`, `${run}-two`);
  const groups = [
    await makeGroup(organization, `${run}-one`, users),
    await makeGroup(organization, `${run}-two`),
  ];
  return { Users: [...users, "nobody"], Groups: [...groups, "nobody"] };
}

function asOperation(
  { address }: TestOrganization,
  run: string,
  stage: Awaited<ReturnType<typeof stageOf>>,
  { method, endpoint, place, name, text }: Draft,
  index: number,
): Sent {
  const called = method === "POST" ? name : ["one", "two", "three"][place];
  const data = {
    Users: entraUser(address(`${run}-${called}`), { title: text }),
    Groups: groupOf(`${run}-${called}`, text === null ? [] : stage.Users, { externalId: text }),
  }[endpoint];
  const attribute = endpoint === "Users" ? "title" : "externalId";
  return {
    method,
    path: `/${endpoint}${method === "POST" ? "" : `/${stage[endpoint][place]}`}`,
    bulkId: String(index),
    data: method === "PATCH" ? patchOf({ op: "replace", path: attribute, value: text }) : data,
  };
}

/** What is there in the end, without what the server chooses. */
async function pictureOf({ directory }: TestOrganization, run: string) {
  const found: unknown[] = [];
  for (const [endpoint, attribute] of [
    ["Users", "userName"],
    ["Groups", "displayName"],
  ]) {
    const filter = encodeURIComponent(`${attribute} sw "${run}-"`);
    const { status, body } = await directory.send("GET", `/${endpoint}?filter=${filter}&sortBy=${attribute}`);
    expect(status).toBe(200);
    for (const { displayName, title, externalId, members, meta } of body.Resources)
      found.push([displayName?.split("@")[0], title, externalId, members?.length, meta.version]);
  }
  return found;
}

test("whatever is done, the statuses are the same, and so is what is there in the end", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(draft, { minLength: 2, maxLength: 8 }), async (drafts) => {
      counter += 1;
      const run = `run${counter}`;
      const stages = [await stageOf(inBulk, run), await stageOf(oneByOne, run)] as const;
      const together = await sendBulk(
        inBulk,
        drafts.map((one, index) => asOperation(inBulk, run, stages[0], one, index)),
      );
      const statuses: string[] = [];
      for (const [index, one] of drafts.entries()) {
        const { method, path, data } = asOperation(oneByOne, run, stages[1], one, index);
        const body = method === "DELETE" ? undefined : data;
        statuses.push(String((await oneByOne.directory.send(String(method), String(path), body)).status));
      }
      expect(together.map(({ status }) => status)).toEqual(statuses);
      expect(await pictureOf(inBulk, run)).toEqual(await pictureOf(oneByOne, run));
      for (const [index, answer] of together.entries()) {
        const { method = "", endpoint = "", place = 0 } = drafts[index] ?? {};
        if (method !== "POST" && endpoint !== "") expect(idIn(answer)).toBe(stages[0][endpoint][place]);
      }
    }),
    { numRuns: 40 },
  );
});
