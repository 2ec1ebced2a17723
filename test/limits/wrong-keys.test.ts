/** Attempts without a good key: they are slowed down, and nobody with a good one is. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { type Answer, scimClient } from "../support/scim-client.ts";
import { expectTooSoon } from "./problem.ts";

let house: House;
let organization: TestOrganization;
const perAddress = 5;
const perOrganization = 20;
beforeAll(async () => {
  house = await openHouse({
    worker: false,
    environment: {
      AUTH_FAILURES_PER_MINUTE: String(perAddress),
      AUTH_FAILURES_PER_MINUTE_OF_ORGANIZATION: String(perOrganization),
      TRUSTED_PROXIES: "1",
    },
  });
  organization = await openOrganization(house);
});
afterAll(() => house.close());

let addresses = 0;
/** An address that nobody has come from yet. */
const fresh = () => `198.51.${Math.floor(++addresses / 250)}.${addresses % 250}`;

/** Asks in an organization's name, by way of a proxy that says where the request came from. */
function ask(id: string, forwardedFor: string, key = "wrong"): Promise<Answer> {
  const url = `${house.deps.config.PUBLIC_URL}/scim/v2/${id}`;
  return scimClient(url, key).send("GET", "/Users?count=1", undefined, { "X-Forwarded-For": forwardedFor });
}

async function askMany(amount: number, next: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let n = 0; n < amount; n++) answers.push(await next());
  return answers;
}

const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status);
/** Refused so often, and then told to wait. */
const slowedAfter = (failures: number, amount: number) =>
  Array.from({ length: amount }, (_, n) => (n < failures ? 401 : 429));

test("an address with too many failures is told to wait, and a good key from there is let in", async () => {
  const address = fresh();
  const answers = await askMany(perAddress + 3, () => ask(organization.id, address));
  expect(statuses(answers)).toEqual(slowedAfter(perAddress, perAddress + 3));
  const [last] = answers.slice(-1);
  if (!last) throw new Error("there was no answer");
  // One of five a minute comes back in twelve seconds.
  expect(expectTooSoon(last, 429)).toBeLessThanOrEqual(12);
  expect(last.headers.get("WWW-Authenticate")).toBeNull();
  expect((await ask(organization.id, address, organization.key)).status).toBe(200);
  expect((await ask(organization.id, address)).status, "the good key lifts nothing").toBe(429);
  expect((await ask(organization.id, fresh())).status).toBe(401);
});

test("an organization with too many failures from everywhere still lets its own key in", async () => {
  const victim = await openOrganization(house);
  const answers = await askMany(perOrganization + 5, () => ask(victim.id, fresh()));
  expect(statuses(answers)).toEqual(slowedAfter(perOrganization, perOrganization + 5));
  expect((await ask(victim.id, fresh(), victim.key)).status).toBe(200);
  expect((await ask(organization.id, fresh())).status).toBe(401);
});

test("an organization that does not exist is refused as one that does, by either limit", async () => {
  const shown = (answers: readonly Answer[]) => answers.map(({ status, body }) => ({ status, body }));
  const known = await openOrganization(house);
  const refusalsOf = async (id: string) => {
    const one = fresh();
    const byAddress = await askMany(perAddress + 2, () => ask(id, one));
    const byOrganization = await askMany(perOrganization, () => ask(id, fresh()));
    return { byAddress: statuses(byAddress), byOrganization: shown(byOrganization) };
  };
  const unknown = await refusalsOf("org-nobody-has");
  expect(unknown.byOrganization.at(-1)?.status).toBe(429);
  expect(await refusalsOf(known.id)).toEqual(unknown);
});

describe("what a client writes into X-Forwarded-For by itself gives it no new address", () => {
  const lists: ((n: number, address: string) => string)[] = [
    (n, address) => `203.0.113.${n}, ${address}`,
    (n, address) => `${"10.0.0.1, ".repeat(200)}203.0.113.${n}, ${address}`,
    (n, address) => `203.0.113.${n}, ${address}:${4_000 + n}`,
    (n, address) => `,,${n},, ${address}`,
  ];
  for (const [index, list] of lists.entries()) {
    test(`list ${index + 1}`, async () => {
      const address = fresh();
      let n = 0;
      const answers = await askMany(perAddress + 1, () => ask(`org-list-${index}`, list(n++, address)));
      expect(statuses(answers)).toEqual(slowedAfter(perAddress, perAddress + 1));
    });
  }

  test("where it is no address, the connection's counts", async () => {
    const wrong = ["nonsense", "999.1.1.1", "", "[::1", "x".repeat(8_000), "1.2.3.4,", "unknown"];
    let n = 0;
    const answers = await askMany(perAddress + 2, () => ask("org-wrong", wrong[n++] ?? ""));
    expect(statuses(answers)).toEqual(slowedAfter(perAddress, perAddress + 2));
  });
});
