/**
 * Every route of the organization API with what nobody means well by: as an owner, and with a token that writes. Whatever
 * comes, the answer is as declared or a problem, and never a fault of ours.
 */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createByHand } from "../../api/organization/groups/groups.ts";
import { problemView } from "../../api/organization/http/problem.ts";
import type { Route } from "../../api/organization/http/route.ts";
import { routes } from "../../api/organization/routes/routes.ts";
import { type House, openHouse } from "../support/house.ts";
import { keyPairLike, provisionAs } from "../support/joining.ts";
import { ownerOf, sealedLike } from "../support/keys.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { signInHeaders, tokenOf } from "../support/sign-in.ts";

let house: House;
let organization: TestOrganization;
let other: TestOrganization;
/** Ids of the organization and of its neighbour, which fit where ids are wanted. */
const ids = { own: "", group: "", strange: "" };
const callers: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  house = await openHouse();
  [organization, other] = [await openOrganization(house), await openOrganization(house)];
  ids.own = await provisionAs(house, organization, "ada", "accepted");
  ids.strange = await provisionAs(house, other, "eve", "accepted");
  const group = await createByHand(house.deps, organization.id, { displayName: "Hall" }, admin);
  ids.group = group._id;
  const owner = await ownerOf(organization);
  callers["owner"] = await signInHeaders(house, organization, owner);
  callers["token"] = { Authorization: `Bearer ${await tokenOf(house, organization, "write")}` };
});
afterAll(() => house.close());

const long = "x".repeat(20_000);
/** What stands in a path in the place of an id, encoded already. */
const inPaths = () => [
  ids.strange,
  "%00",
  "a%00b",
  "%ff%fe",
  "%",
  "%E0%A4%A",
  "..%2f..%2f",
  "__proto__",
  "constructor",
  "toString",
  "$where",
  "%7B%22%24ne%22%3A1%7D",
  "a.b.c",
  "%F0%9F%92%A3",
  "x".repeat(5_000),
];
const inQueries = () => [
  "",
  "%00",
  "%ff",
  "-1",
  "1e308",
  "NaN",
  "Infinity",
  "9007199254740993",
  "true",
  "[object Object]",
  "__proto__",
  "constructor",
  "(((((((((a+)+)+)+$",
  "$gt",
  ids.strange,
  placeOf(["x", ids.strange]),
  placeOf(["", ids.strange]),
  placeOf([{ $gt: "" }, { $gt: "" }]),
  placeOf({ __proto__: 1 }),
  placeOf(["\0", "\ud800"]),
  encodeURIComponent("\u{10FFFF}"),
  `work:${ids.strange}`,
  Array.from({ length: 2_000 }, (_, index) => index).join(","),
  "x".repeat(8_000),
];
const placeOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Whole bodies, as they go over the wire. */
const bodies = () => [
  "",
  "{",
  "null",
  "0",
  '"text"',
  "[]",
  "[[]]",
  "{}",
  '{"__proto__":{"role":"owner"}}',
  '{"constructor":{"prototype":{"role":"owner"}}}',
  "[".repeat(30_000) + "]".repeat(30_000),
  `{"a":${'{"a":'.repeat(60)}1${"}".repeat(60)}}`,
  `{"a":"${"x".repeat(70_000)}"}`,
  "1e999",
];
const values: unknown[] = [
  null,
  true,
  -1,
  1e21,
  0.5,
  "",
  "\0",
  "\ud800",
  "a\r\nBcc: eve@example.com",
  "__proto__",
  "https://[",
  "https://user:pass@example.invalid/",
  "javascript:alert(1)",
  long,
  [],
  [null],
  [["a"]],
  {},
  { $gt: "" },
  { $ne: null },
];

/** Good bodies, in which one value after the other is put out of joint. */
const good = (route: Route): Record<string, unknown> => {
  const pair = keyPairLike("h");
  const sealedOrganizationKey = sealedLike("h");
  const known: Record<string, Record<string, unknown>> = {
    "POST /api/sign-in": { address: "nobody@example.com" },
    "POST /api/sign-in/link": { token: "none" },
    "PUT /provider": { issuer: "https://example.invalid", clientId: "c", clientSecret: "s" },
    "POST /tokens": { name: "n", access: "read", days: 1 },
    "PATCH /settings": {
      provisionUsers: true,
      removalGuard: { members: 5, percent: 10 },
      invitationDays: 7,
      contact: "c@example.com",
      failureMail: { enabled: true, addresses: ["a@example.com"] },
    },
    "POST /keys": { overlapMs: 0 },
    "POST /self-test": { key: "k" },
    "POST /members": { address: "new@example.com", displayName: "N", externalId: "e" },
    "PATCH /members/:member": { role: "member", profileOwner: "directory" },
    "POST /members/actions": { action: "inviteAgain", ids: [ids.strange] },
    "POST /members/actions/all": { action: "release" },
    "POST /members/confirm": {
      members: [{ id: ids.strange, publicKey: pair.publicKey, sealedOrganizationKey }],
    },
    "POST /groups": { displayName: "G", externalId: "e" },
    "PATCH /groups/:group": { displayName: "G" },
    "PUT /me/passphrase": pair,
    "POST /me/keys": pair,
    "POST /key": { ...pair, sealedOrganizationKey },
    "POST /held-removals": { decision: "approve", member: ids.strange },
    "POST /api/invitations/look": { organization: organization.id, token: "none" },
    "POST /api/invitations/accept": { organization: organization.id, token: "none", ...pair },
  };
  const name = `${route.method} ${route.path.replace("/api/organizations/:organization", "")}`;
  const body = known[name];
  if (!body) throw new Error(`${name} takes a body: tell this test of a good one`);
  return body;
};

/** Every way to put one value, at whatever depth, out of joint. */
function* bent(value: unknown): Generator<unknown> {
  yield* values;
  if (Array.isArray(value))
    for (const [at, item] of value.entries()) for (const each of bent(item)) yield value.with(at, each);
  else if (typeof value === "object" && value !== null) {
    for (const [name, part] of Object.entries(value)) {
      for (const each of bent(part)) yield { ...value, [name]: each };
      yield Object.fromEntries(Object.entries(value).filter(([one]) => one !== name));
    }
    yield { ...value, unknown: 1 };
  }
}

type Asked = { readonly path: string; readonly body?: string | undefined };

/** What is asked of one route. */
function* hostile(route: Route): Generator<Asked> {
  const names = [...route.path.matchAll(/:\w+/g)].map(([name]) => name);
  const fill = (odd: string | null, value: string) =>
    names.reduce((path, name) => {
      const usual = { ":organization": organization.id, ":group": ids.group }[name] ?? ids.own;
      return path.replace(name, name === odd ? value : usual);
    }, route.path);
  const path = fill(null, "");
  const body = route.body && JSON.stringify(good(route));
  for (const name of names) for (const value of inPaths()) yield { path: fill(name, value), body };
  for (const name of [...Object.keys(route.query?.shape ?? {}), "__proto__", "constructor", "limit[$gt]"])
    for (const value of inQueries()) {
      yield { path: `${path}?${name}=${value}`, body };
      yield { path: `${path}?${name}=${value}&${name}=1`, body };
    }
  if (!route.body) return;
  for (const each of bodies()) yield { path, body: each };
  for (const each of bent(good(route))) yield { path, body: JSON.stringify(each) };
}

/** Those that end the session of the caller. */
const apart = new Set(["DELETE /api/session", "DELETE /api/sessions"]);
const walked = routes.filter(({ method, path }) => !apart.has(`${method} ${path}`));
const walk = walked.flatMap((route) => ["owner", "token"].map((caller) => ({ route, caller })));

test.each(walk)(
  "$route.method $route.path is sent what it cannot take, as $caller",
  { timeout: 120_000 },
  async ({ route, caller }) => {
    // What is done with a request is the same for both: neither is sent all of it, and together they are sent most.
    const step = caller === "token" ? 7 : 2;
    for (const asked of [...hostile(route)].filter((_, nth) => nth % step === 0)) {
      // Whoever waits for an event waits: that is asked elsewhere.
      if (/[?&]wait=(?!-|0)\d/.test(asked.path)) continue;
      await ask(route, caller, asked);
    }
  },
);

test("where there is no route, and with methods that none takes, there is a problem as well", async () => {
  const here = `/api/organizations/${organization.id}`;
  const paths = [
    "/api",
    "/api/",
    "/api/%ff",
    "/api/__proto__",
    "/api//session",
    here,
    `${here}/%`,
    `${here}/live`,
  ];
  const outcomes = [];
  for (const path of [...paths, "/api/organizations/%00/live", `${here}/members/`, `${here}//members`])
    for (const method of ["HEAD", "OPTIONS", "PUT", "DELETE", "PROPFIND"]) {
      const headers = { "Sec-Fetch-Site": "same-origin", ...callers["owner"] };
      const response = await fetch((house.environment["PUBLIC_URL"] ?? "") + path, { method, headers });
      const type = response.headers.get("Content-Type") ?? "";
      const isProblem = type.startsWith("application/problem+json");
      await response.body?.cancel();
      if (!response.ok && (response.status >= 500 || !isProblem))
        outcomes.push([method, path, response.status, type]);
    }
  expect(outcomes).toEqual([]);
});

test("after all that both callers are let in as before, so it was not at the door that they were refused", async () => {
  const url = `${house.environment["PUBLIC_URL"]}/api/organizations/${organization.id}/groups/${ids.group}`;
  for (const headers of Object.values(callers)) expect((await fetch(url, { headers })).status).toBe(200);
});

test("none of it was a fault of ours in the log", async () => {
  const [api = ""] = await Promise.all(house.logs.map((file) => readFile(file, "utf8")));
  const faults = api.split("\n").filter((line) => /"level":(?:50|60|"error"|"fatal")/.test(line));
  expect(faults).toEqual([]);
});

async function ask(route: Route, caller: string, { path, body }: Asked): Promise<void> {
  const url = house.environment["PUBLIC_URL"] ?? "";
  const response = await fetch(url + path, {
    method: route.method,
    redirect: "manual",
    headers: {
      "Sec-Fetch-Site": "same-origin",
      ...(body !== undefined && { "Content-Type": "application/json" }),
      ...callers[caller],
    },
    ...(body !== undefined && { body }),
  });
  const { status } = response;
  const what = `${route.method} ${path.slice(0, 300)} ${body?.slice(0, 300)}: ${status}`;
  if (route.streams !== undefined && response.ok) {
    await response.body?.cancel();
    return;
  }
  const text = await response.text();
  expect(status === 503 || status < 500, `${what} ${text}`).toBe(true);
  expect(text, what).not.toContain(other.address("eve"));
  if (response.ok) return expectDeclared(route, status, text, what);
  expect(response.headers.get("Content-Type"), what).toMatch(/^application\/problem\+json/);
  expect(problemView.parse(JSON.parse(text)).status, what).toBe(status);
}

/** The answer of this route, and nothing beside what is declared of it. */
function expectDeclared(route: Route, status: number, text: string, what: string): void {
  expect(status, what).toBe(route.status);
  if (route.answer === undefined) {
    expect(text, what).toBe("");
    return;
  }
  const answered: unknown = JSON.parse(text, (_, value) => (isMoment(value) ? new Date(value) : value));
  expect(route.answer.parse(answered), what).toEqual(answered);
}

function isMoment(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
}
