/** Clients that are slow on purpose: each loses its connection, and nothing of it stays taken. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { crowd, makeGroup } from "../scim/groups.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { beginPost, type Connection, head, openConnection } from "./connection.ts";
import { expectTooSoon } from "./problem.ts";

let house: House;
let organization: TestOrganization;
const connectionsMax = 30;
const unreadMs = 1_000;
const requestMs = 4_000;
const inFlight = 3;
beforeAll(async () => {
  house = await openHouse({
    worker: false,
    environment: {
      API_HEADERS_MS: "500",
      API_REQUEST_MS: String(requestMs),
      API_IDLE_MS: "700",
      API_UNREAD_MS: String(unreadMs),
      API_CONNECTIONS_MAX: String(connectionsMax),
      API_IN_FLIGHT_PER_ORGANIZATION: String(inFlight),
    },
  });
  organization = await openOrganization(house);
});
afterAll(() => house.close());

const read = () => organization.directory.send("GET", "/ServiceProviderConfig");

test("a connection on which nothing comes is closed", async () => {
  await (await openConnection(house)).closed;
});

test("a head that comes letter by letter does not keep the connection", async () => {
  const connection = await openConnection(house);
  const text = head(organization, "GET", "/Users");
  let sent = 0;
  const startedAt = performance.now();
  const dripping = setInterval(() => connection.write(text.charAt(sent++)), 50);
  await connection.closed;
  clearInterval(dripping);
  expect(performance.now() - startedAt, "long before a body may end").toBeLessThan(requestMs);
  expect(connection.received()).toMatch(/^HTTP\/1\.1 408 /);
});

test("a body that comes letter by letter does not keep the connection, nor a place", async () => {
  const slow = await Promise.all(
    Array.from({ length: inFlight }, () => beginPost(house, organization, 1_000)),
  );
  const dripping = setInterval(() => {
    for (const connection of slow) connection.write(" ");
  }, 50);
  await eventually(async () => expectTooSoon(await read(), 503));
  await Promise.all(slow.map(({ closed }) => closed));
  clearInterval(dripping);
  await eventually(async () => expect((await read()).status).toBe(200));
});

test("a connection that was used is closed when nothing more comes", async () => {
  const connection = await openConnection(house);
  connection.write(`${head(organization, "GET", "/ServiceProviderConfig")}\r\n\r\n`);
  await eventually(() => expect(connection.received()).toMatch(/^HTTP\/1\.1 200 /));
  await connection.closed;
});

test("a client that does not take its answer loses it; one that takes it slowly has all of it", async () => {
  const people = await crowd(house, organization, 40_000);
  const id = await makeGroup(organization, "Large", people);
  const ask = async (times: number) => {
    const connection = await openConnection(house);
    connection.write(`${head(organization, "GET", `/Groups/${id}`)}\r\n\r\n`.repeat(times));
    return connection;
  };
  const slow = await ask(1);
  const startedAt = performance.now();
  slow.readSlowly(25);
  await eventually(() => expect(wholeAnswers(slow)).toBe(1));
  expect(performance.now() - startedAt, "longer than a client may rest").toBeGreaterThan(unreadMs);
  slow.end();
  // Three answers, so that they are more than what lies between the two ends of the connection.
  const deaf = await ask(inFlight);
  deaf.pause();
  await eventually(async () => expectTooSoon(await read(), 503));
  // Their places are free again, though nobody has hung up.
  await eventually(async () => expect((await read()).status).toBe(200));
  deaf.resume();
  await deaf.closed;
  expect(wholeAnswers(deaf)).toBeLessThan(inFlight);
});

/** How often the last member, the end of the group and the last chunk (RFC 9112 §7.1) have come. */
function wholeAnswers(connection: Connection): number {
  return connection.received().split("]}\r\n0\r\n\r\n").length - 1;
}

test("connections beyond the bound are refused, with a line in the log; then there is room again", async () => {
  const crowded = await Promise.all(Array.from({ length: connectionsMax + 10 }, () => openConnection(house)));
  const over = new Set<Connection>();
  for (const connection of crowded) void connection.closed.then(() => over.add(connection));
  await eventually(() => expect(over.size).toBeGreaterThanOrEqual(10));
  for (const connection of crowded) connection.end();
  await eventually(async () => expect((await read()).status).toBe(200));
  const [apiLog = ""] = house.logs;
  await eventually(async () =>
    expect(await readFile(apiLog, "utf8")).toMatch(/"limit":"API_CONNECTIONS_MAX"/),
  );
});
