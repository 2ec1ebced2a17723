/**
 * The history, as admins narrow it down and take it away: by whom, about whom, and by period, page by page.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { inPeriod } from "../../api/organization/feed/period.ts";
import { requireOrganization } from "../../api/organization/settings/organizations.ts";
import type { Event } from "../../shared/store/event-documents.ts";
import type { ApiClient } from "../support/api-client.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { signInOwner } from "../support/sign-in.ts";

const begin = Date.parse("2026-03-01T00:00:00Z");
const minuteMs = 60_000;
const count = 3_000;

let house: House;
let organization: TestOrganization;
let client: ApiClient;
/** Those of `organization`, by their numbers. */
let events: Event[];

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  client = await signInOwner(house, organization);
  const other = await openOrganization(house);
  await house.deps.store.events.deleteMany({ organization: organization.id });
  events = Array.from({ length: count }, (_, n) => eventOf(organization, n));
  await house.deps.store.events.insertMany(events);
  await house.deps.store.events.insertMany(
    Array.from({ length: 50 }, (_, n) => ({
      ...eventOf(other, n),
      _id: `${other.id}:late-${n}`,
      number: 1_000 + n,
    })),
  );
  await house.deps.store.organizations.updateOne({ _id: organization.id }, { $set: { lastEvent: count } });
});
afterAll(() => house.close());

/** One a minute; every tenth waited for its turn, so that it is older than its number says. */
function eventOf({ id }: TestOrganization, n: number): Event {
  const at = new Date(begin + n * minuteMs - (n % 10 === 9 ? 3 * minuteMs : 0));
  return {
    _id: `${id}:${n + 1}`,
    organization: id,
    number: n + 1,
    kind: n % 2 === 0 ? "member.updated" : "membership.added",
    member: `m${n % 7}`,
    ...(n % 2 === 1 && { group: `g${n % 3}` }),
    since: at,
    at,
    actor: n % 5 === 0 ? { kind: "system" } : { kind: "key", id: "k" },
  };
}

const moment = (minutes: number) => new Date(begin + minutes * minuteMs).toISOString();

async function ask(path: string, query: Record<string, string>) {
  const { status, body } = await client.send(
    "GET",
    `/organizations/${organization.id}${path}?${new URLSearchParams(query)}`,
  );
  expect(status, JSON.stringify(body).slice(0, 500)).toBe(200);
  return body;
}

/** The numbers of all pages, the newest first. */
async function history(query: Record<string, string>): Promise<number[]> {
  const found: number[] = [];
  for (let before: string | null = null; ; ) {
    const { items, next } = await ask("/history", {
      limit: "400",
      ...query,
      ...(before !== null && { before }),
    });
    found.push(...items.map(({ number }: { number: number }) => number));
    if (next === null) return found;
    before = String(next);
  }
}

function matching(holds: (event: Event) => boolean): number[] {
  return events.filter(holds).map(({ number }) => number);
}

const periods: [from: number | null, until: number | null][] = [
  [null, null],
  [0, null],
  [null, 0],
  [null, 1],
  [1_000, 1_010],
  [1_006, 1_007],
  [500, 1_700],
  [2_999, null],
  [5_000, null],
  [null, 9_000],
  [700, 600],
  [-90_000, 90_000],
];

test.each(periods)("a period from minute %s until minute %s has exactly its events", async (from, until) => {
  const query = {
    ...(from !== null && { from: moment(from) }),
    ...(until !== null && { until: moment(until) }),
  };
  const wanted = matching(
    ({ at }) =>
      (from === null || at.getTime() >= begin + from * minuteMs) &&
      (until === null || at.getTime() < begin + until * minuteMs),
  );
  expect(await history(query)).toEqual(wanted.toReversed());
});

test("a period, a member, a group, a kind and an actor narrow together, and the exports follow", async () => {
  const query = {
    from: moment(200),
    until: moment(2_000),
    member: "m3",
    group: "g1",
    kind: "membership.added",
    by: "key",
  };
  const wanted = matching(
    ({ at, member, group, actor }) =>
      at.getTime() >= begin + 200 * minuteMs &&
      at.getTime() < begin + 2_000 * minuteMs &&
      member === "m3" &&
      group === "g1" &&
      actor.kind === "key",
  );
  expect(wanted.length).toBeGreaterThan(10);
  expect(await history(query)).toEqual(wanted.toReversed());
  const lines = String(await ask("/events.jsonl", query)).trim();
  expect(lines.split("\n").map((line) => JSON.parse(line).number)).toEqual(wanted);
  const [head = "", ...rows] = String(await ask("/events.csv", query))
    .trim()
    .split("\n");
  expect(head).toMatch(/^number,at,/);
  expect(rows.map((row) => Number(row.split(",")[0]))).toEqual(wanted);
});

test("a moment has its offset, and what is none is refused", async () => {
  const plus = moment(60).replace(".000Z", "+00:00");
  expect(await history({ from: plus, until: moment(62) })).toEqual(
    await history({ from: moment(60), until: moment(62) }),
  );
  for (const from of ["2026-03-01", "yesterday", '{"$gt":""}']) {
    const path = `/organizations/${organization.id}/history?${new URLSearchParams({ from })}`;
    expect((await client.send("GET", path)).status).toBe(400);
  }
});

test("a short period long ago is found without looking through what came since", async () => {
  const place = await requireOrganization(house.deps, organization.id);
  const period = { from: new Date(moment(300)), until: new Date(moment(310)) };
  const parts = await inPeriod(house.deps.store, place, period);
  const { executionStats } = await house.deps.store.events
    .find({ $and: [{ organization: organization.id }, ...parts] })
    .sort({ number: -1 })
    .explain("executionStats");
  expect(executionStats.nReturned).toBe(10);
  expect(executionStats.totalDocsExamined).toBeLessThan(50);
});

test("what takes too long to find is told with the way out, and is no failure of the server", async () => {
  const impatient = await openHouse({ environment: { FILTER_MAX_MS: "1" }, worker: false });
  const place = await openOrganization(impatient);
  const many = Array.from({ length: 20_000 }, (_, n) => eventOf(place, n + 1));
  await impatient.deps.store.events.insertMany(many);
  const owner = await signInOwner(impatient, place);
  const { status, body } = await owner.send("GET", `/organizations/${place.id}/history?by=token`);
  expect([status, body.code, body.detail]).toEqual([
    400,
    "badRequest",
    expect.stringMatching(/Narrow it down/),
  ]);
  await impatient.close();
});
