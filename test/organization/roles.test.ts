/**
 * Every route of the organization API with every kind of caller: whoever may not is refused, and learns nothing.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Route } from "../../api/organization/http/route.ts";
import { changeRole } from "../../api/organization/members/members.ts";
import { routes } from "../../api/organization/routes/routes.ts";
import { type ApiClient, apiClient } from "../support/api-client.ts";
import { type House, openHouse } from "../support/house.ts";
import { provisionAs } from "../support/joining.ts";
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
const clients = {} as Record<CallerName, ApiClient>;

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
  clients.nobody = apiClient(house);
  clients.member = await signIn(house, organization, memberId);
  clients.admin = await signIn(house, organization, adminId);
  clients.owner = await signIn(house, organization, ownerId);
  clients.stranger = await signIn(house, other, strangerId);
  clients.readToken = tokenClient(house, await tokenOf(house, organization, "read"));
  clients.writeToken = tokenClient(house, await tokenOf(house, organization, "write"));
  clients.strangeToken = tokenClient(house, await tokenOf(house, other, "write"));
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
    const { status, body } = await call(clients[caller], route);
    expect(status, JSON.stringify(body)).toBe(refusalOf(route, caller));
    expect(JSON.stringify(body)).not.toContain(organization.address("owner"));
  },
);

test.each(walk.filter(({ route, caller }) => refusalOf(route, caller) === null))(
  "$route.method $route.path lets $caller in",
  async ({ route, caller }) => {
    const { status, body } = await call(clients[caller], route);
    expect([401, 403, 500], JSON.stringify(body)).not.toContain(status);
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

/** With a body that no route takes, so that nothing happens where the caller is let in and a body is wanted. */
async function call(client: ApiClient, route: Route) {
  const path = route.path
    .replace(/^\/api/, "")
    .replace(":organization", organization.id)
    .replaceAll(/:\w+/g, "none-such");
  const stream = route.streams === "text/event-stream";
  return client.send(route.method, path, route.body ? 0 : undefined, { headOnly: stream });
}
