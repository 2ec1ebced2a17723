/** How many requests are worked at; whoever is one too many is told at once. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { scimClient } from "../support/scim-client.ts";
import { beginPost, type Connection, head, holdPost, openConnection } from "./connection.ts";
import { expectTooSoon } from "./problem.ts";

let house: House;
let organizations: TestOrganization[];
const open: Connection[] = [];
beforeAll(async () => {
  house = await openHouse({
    worker: false,
    environment: { API_IN_FLIGHT_MAX: "4", API_IN_FLIGHT_PER_ORGANIZATION: "2" },
  });
  organizations = await Promise.all([1, 2, 3].map(() => openOrganization(house)));
});
afterEach(async () => {
  for (const connection of open.splice(0)) connection.end();
  for (const organization of organizations)
    await eventually(async () => expect((await read(organization)).status).toBe(200));
});
afterAll(() => house.close());

const read = ({ directory }: TestOrganization) => directory.send("GET", "/ServiceProviderConfig");
const of = (index: number): TestOrganization => {
  const found = organizations[index];
  if (!found) throw new Error("there are three organizations");
  return found;
};

/** Begins requests that stay in flight, since the rest of their body does not come. */
async function hold(organization: TestOrganization, amount: number): Promise<void> {
  for (let n = 0; n < amount; n++) open.push(await holdPost(house, organization, 1_000));
}

test("an organization with too many is told to wait; the others are served", async () => {
  await hold(of(0), 2);
  await eventually(async () => expect(expectTooSoon(await read(of(0)), 503)).toBe(1));
  expect((await read(of(1))).status).toBe(200);
  for (const connection of open) connection.end();
  await eventually(async () => expect((await read(of(0))).status).toBe(200));
});

test("where all together are too many, everybody is told to wait, before it is asked who it is", async () => {
  await hold(of(0), 2);
  await hold(of(1), 2);
  await eventually(async () => expectTooSoon(await read(of(2)), 503));
  expectTooSoon(await scimClient(of(2).directory.url, "wrong").send("GET", "/Users"), 503);
});

test("what is refused is refused before its body is read", async () => {
  await hold(of(0), 2);
  await eventually(async () => expectTooSoon(await read(of(0)), 503));
  const connection = await openConnection(house);
  connection.write(`${head(of(0), "POST", "/Groups", { "Content-Length": 20_000_000 })}\r\n\r\n{`);
  await eventually(() => expect(connection.received()).toMatch(/^HTTP\/1\.1 503 .*retry-after: 1\r\n/is));
  connection.end();
});

test("those who hang up, or have no key, keep no place taken", async () => {
  for (let round = 0; round < 10; round++) {
    await hold(of(0), 2);
    for (const connection of open.splice(0)) connection.end();
  }
  await eventually(async () => expect((await read(of(0))).status).toBe(200));
  // More than there are places, and all of their bodies are still to come.
  for (let n = 0; n < 6; n++) {
    const stranger = await beginPost(house, { ...of(1), key: "wrong" }, 1_000);
    open.push(stranger);
    await eventually(() => expect(stranger.received()).toMatch(/^HTTP\/1\.1 401 /));
  }
  expect((await read(of(0))).status).toBe(200);
});
