/** How many bytes of bodies are in memory at a time. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";
import { type Connection, head, holdPost, openConnection } from "./connection.ts";
import { expectTooSoon } from "./problem.ts";

let house: House;
let empty: TestOrganization;
const open: Connection[] = [];
beforeAll(async () => {
  house = await openHouse({ worker: false, environment: { API_BODIES_MAX_BYTES: "1000000" } });
  empty = await openOrganization(house);
});
afterEach(async () => {
  for (const connection of open.splice(0)) connection.end();
  // Once that fits beside it, nobody has any more.
  await eventually(async () => expect((await post(empty, 990_000)).status).toBe(201));
});
afterAll(() => house.close());

async function hold(organization: TestOrganization, bytes: number): Promise<void> {
  open.push(await holdPost(house, organization, bytes));
}

let counter = 0;
/** Posts a user with a body of about so many bytes. */
function post({ directory, address }: TestOrganization, bytes: number) {
  counter += 1;
  const padding = " ".repeat(bytes);
  return directory.send("POST", "/Users", `${padding}${JSON.stringify(entraUser(address(`u${counter}`)))}`);
}

test("an organization has half of them at most; the others have the rest", async () => {
  const [large, small] = [await openOrganization(house), await openOrganization(house)];
  await hold(large, 400_000);
  await eventually(async () => expect(expectTooSoon(await post(large, 200_000), 503)).toBe(1));
  expect((await post(large, 10_000)).status).toBe(201);
  expect((await post(small, 200_000)).status).toBe(201);
});

test("beyond all of them nobody's is read, until they are free again", async () => {
  const [first, second, third] = [
    await openOrganization(house),
    await openOrganization(house),
    await openOrganization(house),
  ];
  await hold(first, 450_000);
  await hold(second, 450_000);
  await eventually(async () => expectTooSoon(await post(third, 300_000), 503));
  expect((await post(third, 10_000)).status).toBe(201);
  for (const connection of open) connection.end();
  await eventually(async () => expect((await post(third, 300_000)).status).toBe(201));
});

test("a body that does not say how long it is counts as it arrives", async () => {
  const organization = await openOrganization(house);
  await hold(organization, 400_000);
  await eventually(async () => expectTooSoon(await post(organization, 200_000), 503));
  const chunked = await openConnection(house);
  open.push(chunked);
  chunked.write(`${head(organization, "POST", "/Users", { "Transfer-Encoding": "chunked" })}\r\n\r\n`);
  const piece = " ".repeat(10_000);
  const send = () => chunked.write(`${piece.length.toString(16)}\r\n${piece}\r\n`);
  for (let n = 0; n < 5; n++) send();
  expect(chunked.received()).toBe("");
  // Just one piece too many: what still comes when a connection ends resets it, and the answer can be lost with it.
  for (let n = 0; n < 6; n++) send();
  await eventually(() => expect(chunked.received()).toMatch(/^HTTP\/1\.1 503 .*retry-after: 1\r\n/is));
  await chunked.closed;
  expect((await post(organization, 50_000)).status, "its bytes are free again").toBe(201);
});

test("a body in pieces that fits is read as any other", async () => {
  const organization = await openOrganization(house);
  const body = JSON.stringify(entraUser(organization.address("ada")));
  const chunked = await openConnection(house);
  open.push(chunked);
  chunked.write(`${head(organization, "POST", "/Users", { "Transfer-Encoding": "chunked" })}\r\n\r\n`);
  for (const letter of body) chunked.write(`1\r\n${letter}\r\n`);
  chunked.write("0\r\n\r\n");
  await eventually(() => expect(chunked.received()).toMatch(/^HTTP\/1\.1 201 /));
});
