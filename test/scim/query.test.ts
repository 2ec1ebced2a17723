import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  await organization.provision("ada");
});
afterAll(() => house.close());

const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);

describe("a filter that is wrong is 400 invalidFilter, never an empty list", () => {
  const filters = [
    "",
    "x",
    'eyeColor eq "x"',
    "userName eq x",
    'userName eq "x',
    'userName is "x"',
    '(userName eq "x"',
    'name eq "x"',
    'emails[type eq "work"',
    "active eq maybe",
    'meta.created gt "2"',
    "active gt true",
    'emails[type eq "work"] pr',
  ];
  for (const filter of filters) {
    test(JSON.stringify(filter), async () => {
      expectProblem(await send("GET", `/Users?filter=${encodeURIComponent(filter)}`), 400, "invalidFilter");
    });
  }

  test("one that nests too deep, has too many terms or is too long is tooMany", async () => {
    const deep = `${"(".repeat(500)}title pr${")".repeat(500)}`;
    const wide = Array(500).fill("title pr").join(" or ");
    for (const filter of [deep, wide, `title eq "${"x".repeat(10_000)}"`])
      expectProblem(await send("GET", `/Users?filter=${encodeURIComponent(filter)}`), 400, "tooMany");
  });
});

describe("the numbers of a page", () => {
  for (const bad of ["x", "1.5", "1e3", "0x10", "NaN", "%00", "1%002", "--1"]) {
    test(`${bad} is 400 invalidValue`, async () => {
      expectProblem(await send("GET", `/Users?startIndex=${bad}`), 400, "invalidValue");
      expectProblem(await send("GET", `/Users?count=${bad}`), 400, "invalidValue");
    });
  }

  test("a startIndex below 1 is 1, and a count below 0 is 0 (RFC 7644 3.4.2.4)", async () => {
    for (const startIndex of [0, -1, -100])
      expect((await send("GET", `/Users?startIndex=${startIndex}&count=1`)).body).toMatchObject({
        startIndex: 1,
        itemsPerPage: 1,
      });
    for (const count of [0, -1]) {
      const { body } = await send("GET", `/Users?count=${count}`);
      expect(body).toMatchObject({ itemsPerPage: 0, Resources: [] });
      expect(body.totalResults).toBeGreaterThan(1);
    }
  });

  test("one past the end is an empty page with the whole count", async () => {
    const { totalResults } = (await send("GET", "/Users")).body;
    for (const startIndex of [totalResults + 1, 999_999_999])
      expect((await send("GET", `/Users?startIndex=${startIndex}`)).body).toMatchObject({
        totalResults,
        itemsPerPage: 0,
        Resources: [],
      });
  });
});
