import { expect, test } from "vitest";
import { ago, connection, cycle, cyclesUntil, key, limits, now, organization } from "./connection-example.ts";
import { type HealthState, healthOf, type Situation } from "./health.ts";

const well: Situation = { organization, connections: [connection()], open: [], pendingSince: null };
const writes = {
  status: 400,
  fault: "invalidValue",
  detail: "The attribute emails must hold an address.",
  count: 20,
  since: ago(30),
  lastAt: ago(1),
};
const failing = [connection({ refused: { write: writes } })];
const silent = [connection({ cycles: cyclesUntil(300, { refusals: 2 }) })];

const table: readonly (readonly [HealthState, string, Partial<Situation>, string])[] = [
  ["healthy", "a directory that came and found all well", {}, "9 minutes ago"],
  [
    "healthy",
    "nothing to do for long",
    { connections: [connection({ cycles: cyclesUntil(5_000) })] },
    "3 days ago",
  ],
  ["healthy", "work of a moment ago", { pendingSince: ago(4) }, "nothing went wrong"],
  ["degraded", "work of minutes ago", { pendingSince: ago(6) }, "6 minutes ago"],
  ["failing", "work of hours ago", { pendingSince: ago(125) }, "2 hours ago"],
  [
    "degraded",
    "open failures",
    {
      open: [
        { kind: "seat", total: 2 },
        { kind: "mail", total: 1 },
      ],
    },
    "2 people wait for a seat.\n1 person could not be invited.",
  ],
  [
    "degraded",
    "refusals in the last cycle",
    { connections: [connection({ cycles: cyclesUntil(10, { refusals: 1 }) })] },
    "Of 20 calls",
  ],
  [
    "degraded",
    "a last cycle cut short",
    { connections: [connection({ cycles: cyclesUntil(10, { cutShort: true }) })] },
    "broken off",
  ],
  [
    "healthy",
    "refusals in a cycle before the last",
    { connections: [connection({ cycles: [cycle(50, { refusals: 1 }), cycle(10)] })] },
    "nothing went wrong",
  ],
  ["failing", "writes refused in a row", { connections: failing }, "20 calls in a row"],
  ["silent", "silence after refusals", { connections: silent }, "has not come since"],
  ["neverConnected", "no call at all", { connections: [] }, "No directory has connected yet."],
  [
    "neverConnected",
    "only refused calls",
    { connections: [connection({ key: null, fine: {}, refused: { access: { ...writes, status: 401 } } })] },
    "20 calls since 2026-02-01 11:30 UTC",
  ],
  [
    "off",
    "SCIM off",
    { organization: { ...organization, scim: { enabled: false, keys: [] } } },
    "SCIM is off",
  ],
  ["off", "disabled", { organization: { ...organization, enabled: false } }, "disabled"],
  ["off", "another plan", { organization: { ...organization, plan: "starter" } }, "plan"],
];

test.each(table)("%s: %s", (state, _, more, words) => {
  const health = healthOf({ ...well, ...more }, now, limits);
  expect(health.state, health.reasons.join("\n")).toBe(state);
  expect(health.reasons.join("\n")).toContain(words);
});

test("the weightiest reason comes first, and none is left out", () => {
  const { state, reasons } = healthOf(
    {
      ...well,
      connections: [...silent, ...failing],
      pendingSince: ago(10),
      open: [{ kind: "work", total: 1 }],
    },
    now,
    limits,
  );
  expect(state).toBe("failing");
  expect(reasons).toHaveLength(4);
  expect(reasons[0]).toContain("in a row");
  expect(reasons[1]).toContain("has not come");
});

test("a failure of a connection that is over, and not resolved yet, is not told", () => {
  for (const kind of ["connection", "silence"] as const)
    expect(healthOf({ ...well, open: [{ kind, total: 1 }] }, now, limits).state).toBe("healthy");
});

test("an organization that was connected before anything was noted has connected", () => {
  const used = { ...organization, scim: { enabled: true, keys: [{ ...key, lastUsedAt: ago(10) }] } };
  expect(healthOf({ ...well, organization: used, connections: [] }, now, limits).state).toBe("healthy");
});
