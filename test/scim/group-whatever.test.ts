/** Whatever comes as a group, a PATCH or a query, at random: it is taken or refused, never a 5xx. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { patchOf } from "../support/scim-client.ts";
import { groupOf, makeGroup, makeUsers } from "./groups.ts";

let house: House;
let organization: TestOrganization;
let id: string;
let ada: string;
let counter = 0;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
const freshName = () => {
  counter += 1;
  return `Group ${counter}`;
};

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  [ada = ""] = await makeUsers(organization, "ada");
  id = await makeGroup(organization, "Red", [ada]);
});
afterAll(() => house.close());

describe("whatever comes", () => {
  const word = fc.oneof(
    fc.string({ unit: "binary", maxLength: 8 }),
    fc.constantFrom("displayName", "members", "members.value", "members[value pr]", "$ne", "__proto__"),
  );
  const anyValue = fc.oneof(fc.jsonValue({ maxDepth: 3 }), word);
  const names = fc.constantFrom("externalId", "members", "MEMBERS", "displayname", "meta", "id", "x");

  test("as a group is taken and given back, or refused", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, anyValue, { maxKeys: 4 }), async (more) => {
        const answer = await send("POST", "/Groups", groupOf(freshName(), undefined, more));
        if (answer.status === 201)
          expect((await send("GET", `/Groups/${answer.body.id}`)).body).toEqual(answer.body);
        else expect(answer.status, JSON.stringify([more, answer.body])).toBeOneOf([400, 409]);
      }),
      { numRuns: 90 },
    );
  });

  test("as a PATCH is taken or refused, and the group is one afterwards", async () => {
    const path = fc.oneof(
      word,
      fc.constantFrom("members", "displayName", "externalId", `members[value eq "${ada}"]`),
    );
    const operation = fc.record({ op: fc.constantFrom("add", "replace", "remove"), path, value: anyValue });
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 3 }), async (operations) => {
        const answer = await send("PATCH", `/Groups/${id}`, patchOf(...operations));
        expect(answer.status, JSON.stringify([operations, answer.body])).toBeOneOf([200, 400, 409]);
        const { status, body } = await send("GET", `/Groups/${id}`);
        expect([status, typeof body.displayName, Array.isArray(body.members)]).toEqual([200, "string", true]);
      }),
      { numRuns: 90 },
    );
  });

  test("as a query is answered or refused", async () => {
    const parameter = fc.constantFrom(
      "filter",
      "startIndex",
      "count",
      "attributes",
      "excludedAttributes",
      "sortBy",
    );
    const pairs = fc.array(fc.tuple(parameter, word), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(pairs, fc.constantFrom("/Groups", `/Groups/${id}`), async (sent, path) => {
        const query = sent
          .map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`)
          .join("&");
        const { status, body } = await send("GET", `${path}?${query}`);
        expect(status, `${query} ${JSON.stringify(body).slice(0, 300)}`).toBeOneOf([200, 400]);
      }),
      { numRuns: 90 },
    );
  });
});
