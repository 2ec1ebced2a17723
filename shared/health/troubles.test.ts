import { expect, test } from "vitest";
import type { Connection, Refused } from "../store/connection-documents.ts";
import { ago, connection, cycle, cyclesUntil, key, limits, now, organization } from "./connection-example.ts";
import { troublesOf } from "./troubles.ts";

const detail = "The attribute emails must hold an address.";

function refusals(count: number, since: Date, lastAt: Date, status = 400): Refused {
  return { status, fault: status === 401 ? "unauthorized" : "invalidValue", detail, count, since, lastAt };
}

function troubles(connections: Connection[], place = organization) {
  return troublesOf(place, connections, now, limits).map(({ kind, key: id, count }) => [kind, id, count]);
}

/** Calls that came without a key of the organization. */
function strangers(access: Refused): Connection {
  return connection({ key: null, fine: {}, cycles: [cycle(5)], refused: { access } });
}

/** The directory's connection, seen last so many minutes ago. */
const directory = (minutes: number, more: Partial<Connection> = {}) =>
  connection({ cycles: cyclesUntil(minutes), ...more });

const expired = {
  ...organization,
  scim: { enabled: true, keys: [{ ...key, expiresAt: ago(200) }] },
};

test("F04 a directory whose calls go well has no trouble", () => {
  expect(troubles([directory(10)])).toEqual([]);
  expect(troubles([])).toEqual([]);
});

test.each([
  ["ten within a minute and a half", 10, 3, 1.5, true],
  ["nine", 9, 30, 1, false],
  ["twenty within seconds: somebody tries the connection", 20, 3, 2.9, false],
])("F04 writes that are refused in a row: %s", (_, count, since, last, failing) => {
  const write = refusals(count, ago(since), ago(last));
  expect(troubles([directory(10, { refused: { write } })])).toEqual(
    failing ? [["connection", key.id, count]] : [],
  );
  expect(troubles([directory(10, { refused: { read: write } })])).toHaveLength(failing ? 1 : 0);
});

test("F04 three refusals of one person's write over hours are no failing connection", () => {
  const write = refusals(3, ago(200), ago(10));
  expect(troubles([directory(10, { refused: { write } })])).toEqual([]);
});

test("F04 refused writes that have stopped are over once the directory has come for long without them", () => {
  const write = refusals(50, ago(600), ago(500));
  expect(troubles([directory(10, { refused: { write } })])).toEqual([]);
  // It stays away itself, so nothing says that it is over.
  const away = directory(500, { refused: { write }, fine: { access: ago(500), read: ago(500) } });
  expect(troubles([away])).toEqual([["connection", key.id, 50]]);
});

test("F04 the cause tells since when, how many, and what the directory was told", () => {
  const write = refusals(12, ago(30), ago(1));
  const [trouble] = troublesOf(organization, [directory(10, { refused: { write } })], now, limits);
  expect(trouble).toMatchObject({ since: ago(30), lastAt: ago(1), count: 12 });
  for (const words of ["12 calls", "2026-02-01 11:30 UTC", "400", detail])
    expect(trouble?.cause).toContain(words);
});

test("F04 a wrong key counts once the directory that was here before has missed its turn", () => {
  const access = refusals(10, ago(30), ago(1), 401);
  expect(troubles([strangers(access), directory(90)])).toEqual([["connection", null, 10]]);
});

test.each([
  ["nobody has connected before", []],
  ["the directory got through since", [connection({ cycles: [cycle(10)] })]],
  ["the directory is not overdue yet", [directory(45)]],
])("F04 a wrong key counts not where %s", (_, others) => {
  expect(troubles([strangers(refusals(10_000, ago(40), ago(1), 401)), ...others])).toEqual([]);
});

test("F04 a directory without a rhythm is missed at once", () => {
  const access = refusals(10, ago(5), ago(1), 401);
  expect(troubles([strangers(access), connection({ cycles: [cycle(8)] })])).toHaveLength(1);
});

test("F04 three calls without a way in are enough where the directory came back for another cycle", () => {
  expect(troubles([strangers(refusals(3, ago(80), ago(1), 401)), directory(120)])).toHaveLength(1);
  expect(troubles([strangers(refusals(2, ago(80), ago(1), 401)), directory(120)])).toHaveLength(0);
  expect(troubles([strangers(refusals(3, ago(5), ago(1), 401)), directory(120)])).toHaveLength(0);
});

test("F04 a key that has expired is named, and over once a new one is in use", () => {
  const access = refusals(12, ago(80), ago(1), 401);
  const old = directory(1, { refused: { access } });
  const [trouble] = troublesOf(expired, [old], now, limits);
  expect(trouble).toMatchObject({ kind: "connection", key: key.id });
  for (const words of [key.prefix, "expired at 2026-02-01 08:40 UTC"])
    expect(trouble?.cause).toContain(words);
  const fresh = connection({ key: "k2", cycles: [cycle(5)], firstSuccessAt: ago(5) });
  expect(troubles([old, fresh], expired)).toEqual([]);
  // Another directory with a key of its own was there all along.
  expect(troubles([old, connection({ key: "k2" })], expired)).toHaveLength(1);
  // Nobody comes with it any more.
  expect(
    troubles([directory(300, { refused: { access: refusals(12, ago(400), ago(299), 401) } })], expired),
  ).toEqual([]);
});

test("F04 a key that is ended or an organization that takes no SCIM expects nobody", () => {
  const refused = { write: refusals(99, ago(80), ago(1)), access: refusals(99, ago(80), ago(1), 401) };
  const silent = cyclesUntil(9_999, { refusals: 1 });
  const connections = [directory(1, { refused }), connection({ cycles: silent }), strangers(refused.access)];
  for (const place of [
    { ...organization, enabled: false },
    { ...organization, plan: "starter" as const },
    { ...organization, scim: { ...organization.scim, enabled: false } },
  ])
    expect(troubles(connections, place)).toEqual([]);
  const ended = { ...organization, scim: { enabled: true, keys: [] } };
  const expiredOnce = directory(1, { refused: { access: refused.access }, fine: { read: ago(90) } });
  expect(troubles([expiredOnce], ended)).toEqual([]);
  expect(troubles([directory(1, { refused }), connection({ cycles: silent })], ended)).toEqual([]);
});

test.each([
  ["a refusal", { refusals: 1 }],
  ["an error of ours", { errors: 1 }],
  ["a call broken off", { cutShort: true }],
])("F05 a directory is silent after three of its cycles where the last one had %s", (_, last) => {
  expect(troubles([connection({ cycles: cyclesUntil(122, last) })])).toEqual([["silence", key.id, 1]]);
  expect(troubles([connection({ cycles: cyclesUntil(120, last) })])).toEqual([]);
});

test("F05 a directory that stays away after a clean cycle has nothing to do", () => {
  expect(troubles([connection({ cycles: cyclesUntil(99_999) })])).toEqual([]);
});

test("F05 a directory that was seen less than three times has no rhythm to fall out of", () => {
  expect(troubles([connection({ cycles: [cycle(9_999), cycle(9_000, { errors: 1 })] })])).toEqual([]);
});

test("F05 a directory that comes every few minutes may stay away for an hour", () => {
  const cycles = (minutes: number) => [
    cycle(minutes + 20),
    cycle(minutes + 10),
    cycle(minutes, { errors: 1 }),
  ];
  expect(troubles([connection({ cycles: cycles(50) })])).toEqual([]);
  expect(troubles([connection({ cycles: cycles(62) })])).toHaveLength(1);
});

test("F05 a silence as long as one before is no news", () => {
  const cycles = (minutes: number) => [
    cycle(1_040 + minutes),
    cycle(1_020 + minutes),
    cycle(1_000 + minutes),
    cycle(minutes, { refusals: 1 }),
  ];
  expect(troubles([connection({ cycles: cycles(900) })])).toEqual([]);
  expect(troubles([connection({ cycles: cycles(1_002) })])).toHaveLength(1);
});

test("F05 a key that a new one replaces may fall silent", () => {
  const replaced = { ...organization, scim: { enabled: true, keys: [{ ...key, expiresAt: ago(-600) }] } };
  expect(troubles([connection({ cycles: cyclesUntil(999, { errors: 1 }) })], replaced)).toEqual([]);
});

test("F05 the cause tells since when, how often it came before, and what its last cycle had", () => {
  const last = { refusals: 3, errors: 1, cutShort: true };
  const [trouble] = troublesOf(organization, [connection({ cycles: cyclesUntil(300, last) })], now, limits);
  for (const words of [
    "2026-02-01 07:01 UTC",
    "every 40 minutes",
    "3 calls refused",
    "1 call that could not",
    "broken off",
  ])
    expect(trouble?.cause).toContain(words);
});
