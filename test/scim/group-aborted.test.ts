/** A client that hangs up in the middle of a large answer, or of a large body, harms nobody and leaves nothing open. */
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { crowd, groupOf, makeGroup, membersOf } from "./groups.ts";

let house: House;
let organization: TestOrganization;
let people: string[];
let id: string;
const size = 20_000;

beforeAll(async () => {
  house = await openHouse({ worker: false });
  organization = await openOrganization(house);
  people = await crowd(house, organization, size);
  id = await makeGroup(organization, "Large", people);
});
afterAll(() => house.close());

/** Asks for a path and hangs up at the first bytes of the answer; resolves once the connection is closed. */
function hangUp(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(organization.directory.url + path, {
      headers: { Authorization: `Bearer ${organization.key}` },
    });
    asked.once("response", (answer) => {
      answer.on("error", () => undefined);
      answer.once("close", resolve);
      answer.once("data", () => asked.destroy());
    });
    asked.once("error", reject);
    asked.end();
  });
}

/** Begins a body of a stated length and hangs up half way. */
function breakOff(path: string, text: string): Promise<void> {
  return new Promise((resolve) => {
    const headers = {
      Authorization: `Bearer ${organization.key}`,
      "Content-Type": "application/scim+json",
      "Content-Length": text.length,
    };
    const sent = request(organization.directory.url + path, { method: "POST", headers });
    sent.once("error", () => undefined);
    sent.once("close", resolve);
    sent.write(text.slice(0, text.length / 2), () => sent.destroy());
  });
}

/** Cursors on the memberships that wait for somebody to read on. */
async function openCursors(): Promise<number> {
  const { client, database } = house.deps.store;
  const ns = `${database.databaseName}.memberships`;
  const idle = await client
    .db("admin")
    .aggregate([
      { $currentOp: { idleCursors: true, allUsers: true } },
      { $match: { type: "idleCursor", ns } },
    ])
    .toArray();
  return idle.length;
}

test("a GET of a large group has all of its members", async () => {
  expect(await membersOf(organization, id)).toEqual(people);
});

for (const path of ["one", "a list"]) {
  test(`hanging up in the middle of ${path} leaves no cursor open, and others are served`, async () => {
    const target = path === "one" ? `/Groups/${id}` : "/Groups";
    await Promise.all([
      ...Array.from({ length: 8 }, () => hangUp(target)),
      membersOf(organization, id).then((members) => expect(members).toEqual(people)),
    ]);
    await eventually(async () => expect(await openCursors()).toBe(0));
    expect(await membersOf(organization, id)).toEqual(people);
  });
}

test("a body that breaks off makes no group, and others are served", async () => {
  await breakOff("/Groups", JSON.stringify(groupOf("Half", people)));
  await makeGroup(organization, "Later", people.slice(0, 5_000));
  const { body } = await organization.directory.send("GET", '/Groups?filter=displayName eq "Half"');
  expect(body.totalResults).toBe(0);
});

test("none of it is logged as a fault of the server", async () => {
  const [apiLog = ""] = house.logs;
  const lines = (await readFile(apiLog, "utf8")).split("\n").filter((line) => line.startsWith("{"));
  expect(lines.length).toBeGreaterThan(10);
  const faults = lines.filter((line) => /"level":(50|60)\b/.test(line) || /"status":5\d\d/.test(line));
  expect(faults.map((line) => /"message":"[^"]*"/.exec(line)?.[0] ?? line)).toEqual([]);
});
