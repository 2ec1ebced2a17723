/**
 * What a directory notices of a server that is away: of MongoDB a 503 in time, of Redis nothing. And that a process
 * which is asked to stop meanwhile does not wait for it for ever.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import type { Condition } from "../support/link.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { type Answer, entraUser, patchOf, schemas } from "../support/scim-client.ts";
import { type Linked, openLinked } from "../support/stronghold.ts";

/** The longest that a directory waits to hear that it must come again. */
const answerMaxMs = 2_000;
const shutdownMs = 3_000;
const goodbyeMs = 2_000;

let linked: Linked;
let organization: TestOrganization;
beforeAll(async () => {
  linked = await openLinked({ SHUTDOWN_MS: String(shutdownMs) });
});
beforeEach(async () => {
  organization = await openOrganization(linked.house);
});
afterAll(() => linked.close());

type Away = readonly [how: string, begin: () => void, end: () => void];

function linkIs(name: "API–MongoDB" | "API–Redis", condition: Condition): Away {
  const set = (next: Condition) => linked.links[name].set(next);
  return [`its connections are ${condition}`, () => set(condition), () => set("sound")];
}

function standsStill(name: "mongod" | "redis"): Away {
  const signal = (which: "SIGSTOP" | "SIGCONT") => process.kill(linked.pids()[name], which);
  return ["it stands still", () => signal("SIGSTOP"), () => signal("SIGCONT")];
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ result: Result; ms: number }> {
  const startedAt = performance.now();
  const result = await work();
  return { result, ms: performance.now() - startedAt };
}

/** One request of each kind that needs MongoDB. */
function requests(
  { directory, address }: TestOrganization,
  user: string,
): Record<string, () => Promise<Answer>> {
  const bulk = {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
    Operations: [{ method: "DELETE", path: `/Users/${user}` }],
  };
  const title = patchOf({ op: "Replace", path: "title", value: "Engineer" });
  return {
    "a user is posted": () => directory.send("POST", "/Users", entraUser(address("eve"))),
    "a user is changed": () => directory.send("PATCH", `/Users/${user}`, title),
    "a user is replaced": () => directory.send("PUT", `/Users/${user}`, entraUser(address("ada"))),
    "a user is read": () => directory.send("GET", `/Users/${user}`),
    "users are listed": () => directory.send("GET", "/Users?filter=title+co+%22x%22"),
    "a group is posted": () =>
      directory.send("POST", "/Groups", {
        schemas: [schemas.group],
        displayName: "Staff",
        members: [{ value: user }],
      }),
    "a bulk is sent": () => directory.send("POST", "/Bulk", bulk),
  };
}

test.each([linkIs("API–MongoDB", "cut"), linkIs("API–MongoDB", "silent"), standsStill("mongod")])(
  "F01 MongoDB is away, since %s: every request is told so in time, and served again by itself",
  async (_, begin, end) => {
    const ada = await organization.provision("ada");
    const asked = requests(organization, ada);
    begin();
    try {
      // The first ones wait for it, those after them find it away.
      for (const round of ["first", "second"]) {
        const answers = await Promise.all(
          Object.entries(asked).map(async ([what, send]) => [what, await timed(send)] as const),
        );
        for (const [what, { result, ms }] of answers) {
          expect(result.status, `${what}, ${round} round`).toBe(503);
          expect(result.headers.get("Retry-After"), what).toMatch(/^[1-9]\d*$/);
          expect(ms, `${what}, ${round} round`).toBeLessThan(answerMaxMs);
        }
      }
    } finally {
      end();
    }
    await eventually(async () =>
      expect((await organization.directory.send("GET", `/Users/${ada}`)).status).toBe(200),
    );
    await organization.provision("bob");
  },
);

test.each([linkIs("API–Redis", "cut"), linkIs("API–Redis", "silent"), standsStill("redis")])(
  "F01 Redis is away, since %s: the directory does not notice",
  async (_, begin, end) => {
    const times: number[] = [];
    begin();
    try {
      for (let n = 0; n < 100; n += 1) {
        const user = entraUser(organization.address(`person-${n}`));
        const { result, ms } = await timed(() => organization.directory.send("POST", "/Users", user));
        expect(result.status).toBe(201);
        times.push(ms);
      }
    } finally {
      end();
    }
    // Whoever waited for Redis would wait for two seconds at least.
    expect(Math.max(...times)).toBeLessThan(1_000);
    await organization.settled();
  },
);

test.each(["API–MongoDB", "API–Redis"] as const)(
  "F01 an API that is asked to stop while its %s connections are silent stops in time, and answers whom it had let in",
  async (name) => {
    const { house, links } = linked;
    await organization.provision("ada");
    links[name].set("silent");
    const underWay = organization.directory.send("POST", "/Users", entraUser(organization.address("bob")));
    const answered = underWay.then(
      ({ status }) => status,
      () => "hung up",
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { ms } = await timed(() => house.api.stop());
    links[name].set("sound");
    await house.startApi();
    expect(ms).toBeLessThan(shutdownMs + goodbyeMs + 500);
    expect(await answered).toBe(name === "API–Redis" ? 201 : 503);
    // Only what was acknowledged is there.
    await organization.settled();
    expect(await organization.find(`userName eq "${organization.address("bob")}"`)).toHaveLength(
      name === "API–Redis" ? 1 : 0,
    );
  },
);

test.each(["worker–MongoDB", "worker–Redis"] as const)(
  "F01 a worker that is asked to stop while its %s connections are silent stops in time",
  async (name) => {
    const { house, links } = linked;
    await organization.provision("ada");
    links[name].set("silent");
    await organization.directory.send("POST", "/Users", entraUser(organization.address("bob")));
    const { ms } = await timed(() => house.worker.stop());
    links[name].set("sound");
    await house.startWorker();
    expect(ms).toBeLessThan(shutdownMs + 1_000);
    await organization.settled();
    expect(organization.mails("bob")).toHaveLength(1);
  },
);
