/**
 * Every route of the organization API with every kind of caller: whoever may not is refused, and learns nothing; whoever
 * may gets what there is for what was asked.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Route } from "../../api/organization/http/route.ts";
import { changeRole } from "../../api/organization/members/members.ts";
import { routes } from "../../api/organization/routes/routes.ts";
import { type ApiClient, apiClient } from "../support/api-client.ts";
import { type House, openHouse } from "../support/house.ts";
import { keyPairLike, provisionAs } from "../support/joining.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { signIn, tokenClient, tokenOf } from "../support/sign-in.ts";

const callers = [
  "nobody",
  "member",
  "admin",
  "owner",
  "stranger",
  "readToken",
  "writeToken",
  "strangeToken",
] as const;
type CallerName = (typeof callers)[number];

let house: House;
let organization: TestOrganization;
/** The ways in of those callers, each time anew: some routes are about ending it. */
let enter: Readonly<Record<CallerName, () => Promise<ApiClient>>>;
const clients = new Map<CallerName, ApiClient>();

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  const other = await openOrganization(house);
  const memberId = await provisionAs(house, organization, "mia", "confirmed");
  const adminId = await provisionAs(house, organization, "adam", "confirmed");
  const adam = await house.deps.readMember(organization.id, adminId);
  if (!adam) throw new Error("there is no Adam");
  await changeRole(house.deps, adam, "admin", admin);
  const ownerId = (await organization.members()).find(({ role }) => role === "owner")?.id ?? "";
  const strangerId = (await other.members()).find(({ role }) => role === "owner")?.id ?? "";
  enter = {
    nobody: async () => apiClient(house),
    member: () => signIn(house, organization, memberId),
    admin: () => signIn(house, organization, adminId),
    owner: () => signIn(house, organization, ownerId),
    stranger: () => signIn(house, other, strangerId),
    readToken: async () => tokenClient(house, await tokenOf(house, organization, "read")),
    writeToken: async () => tokenClient(house, await tokenOf(house, organization, "write")),
    strangeToken: async () => tokenClient(house, await tokenOf(house, other, "write")),
  };
});
afterAll(() => house.close());

const inOrganization = routes.filter((route) => route.inOrganization);
const walk = inOrganization.flatMap((route) => callers.map((caller) => ({ route, caller })));

test("every route of an organization says who may call it", () => {
  expect(inOrganization.length).toBeGreaterThan(30);
  for (const { least } of inOrganization) expect(["member", "admin", "owner"]).toContain(least);
  expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
});

test.each(walk.filter(({ route, caller }) => refusalOf(route, caller) !== null))(
  "$route.method $route.path refuses $caller",
  async ({ route, caller }) => {
    const { status, body } = await call(caller, route);
    expect(status, JSON.stringify(body)).toBe(refusalOf(route, caller));
    expect(JSON.stringify(body)).not.toContain(organization.address("owner"));
  },
);

test.each(walk.filter(({ route, caller }) => refusalOf(route, caller) === null))(
  "$route.method $route.path lets $caller in",
  async ({ route, caller }) => {
    const { status, body } = await call(caller, route);
    expect(answersOf(route), JSON.stringify(body)).toContain(status);
  },
);

/** The routes of no organization, each with what is sent and what is answered to who is signed in, and to all others. */
const open: Readonly<Record<string, { body?: object; signedIn: number; others: number }>> = {
  "POST /api/sign-in": { body: { address: "nobody@example.com" }, signedIn: 202, others: 202 },
  "POST /api/sign-in/link": { body: { token: "none" }, signedIn: 410, others: 410 },
  "GET /api/session": { signedIn: 200, others: 401 },
  "DELETE /api/session": { signedIn: 204, others: 401 },
  "DELETE /api/sessions": { signedIn: 204, others: 401 },
  "POST /api/invitations/look": {
    body: { organization: "none", token: "none" },
    signedIn: 200,
    others: 200,
  },
  "POST /api/invitations/accept": {
    body: { organization: "none", token: "none", ...keyPairLike() },
    signedIn: 409,
    others: 409,
  },
};
/** A token is of one organization, and signs nobody in. */
const signedIn: readonly CallerName[] = ["member", "admin", "owner", "stranger"];

test("every route outside of an organization is among those that are walked", () => {
  const outside = routes.filter((route) => !route.inOrganization);
  expect(outside.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(open).sort());
  for (const { least, tokens } of outside) expect([least, tokens]).toEqual(["public", false]);
});

test.each(Object.keys(open).flatMap((name) => callers.map((caller) => ({ name, caller }))))(
  "$name answers $caller",
  async ({ name, caller }) => {
    const asked = open[name];
    const [method = "", path = ""] = name.split(" /api");
    const { status, body } = await (await enter[caller]()).send(method, path, asked?.body);
    const expected = signedIn.includes(caller) ? asked?.signedIn : asked?.others;
    expect(status, JSON.stringify(body)).toBe(expected);
    const isOfHere = name === "GET /api/session" && ["member", "admin", "owner"].includes(caller);
    if (isOfHere) expect(body.organization.id).toBe(organization.id);
    else expect(JSON.stringify(body)).not.toContain(organization.id);
  },
);

/** What the table of roles says, written here a second time on purpose. */
function refusalOf({ least, tokens, method }: Route, caller: CallerName): number | null {
  switch (caller) {
    case "nobody":
      return 401;
    case "stranger":
      return 404;
    // A token is looked for in the organization of the path, and there is none like it.
    case "strangeToken":
      return 401;
    case "member":
      return least === "member" ? null : 403;
    case "admin":
      return least === "owner" ? 403 : null;
    case "owner":
      return null;
    case "readToken":
      return tokens && method === "GET" ? null : 403;
    case "writeToken":
      return tokens ? null : 403;
  }
}

/** What is refused to those who are let in: SCIM is on already, and a test e-mail goes once a minute. */
const refusing: Readonly<Record<string, readonly number[]>> = {
  "POST /api/organizations/:organization/scim/enable": [409],
  "POST /api/organizations/:organization/failure-mail/test": [202, 409],
};

/** What whoever is let in is answered: `call` sends no body that is one, and names nothing that there is. */
function answersOf({ method, path, body, status }: Route): readonly number[] {
  if (body) return [400];
  if (path.split("/:").length > 2) return [404, 409];
  return refusing[`${method} ${path}`] ?? [status];
}

/** With a body that no route takes, so that nothing happens where the caller is let in and a body is wanted. */
async function call(caller: CallerName, route: Route) {
  const path = route.path
    .replace(/^\/api/, "")
    .replace(":organization", organization.id)
    .replaceAll(/:\w+/g, "none-such");
  const stream = route.streams === "text/event-stream";
  const body = route.body ? 0 : undefined;
  const client = clients.get(caller) ?? (await enter[caller]());
  clients.set(caller, client);
  return client.send(route.method, path, body, { headOnly: stream });
}
