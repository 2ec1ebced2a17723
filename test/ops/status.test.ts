/**
 * `npm run ops -- status`: what an operator is told of the work, whatever is away.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../local/services/ports.ts";
import { backlogStages } from "../../shared/ops/backlog.ts";
import { openFailuresStages } from "../../shared/ops/open-failures.ts";
import { openFailuresIndex, pendingIndex } from "../../shared/store/indexes.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { runOps } from "../support/ops.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, schemas } from "../support/scim-client.ts";

let house: House;
let organization: TestOrganization;

/** Waits longer than anybody else, with a member whose work has failed. */
const stuck = "org-stuck";

beforeAll(async () => {
  house = await openHouse({ worker: false });
  organization = await openOrganization(house);
  const { directory, address } = organization;
  const { body: ada } = await directory.send("POST", "/Users", entraUser(address("ada")));
  await directory.send("POST", "/Users", entraUser(address("bob")));
  const members = [{ value: ada.id }];
  const group = { schemas: [schemas.group], displayName: "Engines", members };
  expect((await directory.send("POST", "/Groups", group)).status).toBe(201);
  const since = new Date(Date.now() - 26 * 3_600_000);
  await house.deps.store.database.collection("members").insertMany([
    { organization: stuck, pending: { since, dueAt: new Date(), attempts: 3 } },
    // Told by its failure.
    { organization: stuck, pending: { since, attempts: 8, failedAt: since } },
  ]);
  const failure = {
    organization: stuck,
    cause: "",
    firstAt: since,
    lastAt: since,
    openedAt: since,
    count: 1,
  };
  await house.deps.store.failures.insertMany([
    { ...failure, _id: `${stuck}:work:1`, kind: "work", subject: "1", state: "open" },
    { ...failure, _id: `${stuck}:work:2`, kind: "work", subject: "2", state: "dismissed" },
    { ...failure, _id: `${stuck}:mail:3`, kind: "mail", subject: "3", state: "open" },
    { ...failure, _id: `${stuck}:mail:4`, kind: "mail", subject: "4", state: "open" },
    // Waits for somebody outside, and is no work left undone.
    {
      ...failure,
      _id: "org-full:seat:5",
      organization: "org-full",
      kind: "seat",
      subject: "5",
      state: "open",
    },
  ]);
});
afterAll(() => house.close());

test("F01 the organizations with work are told, who waits longest first, in JSON", async () => {
  const run = await runOps(house, ["status", "--json"]);
  expect(run.exitCode, run.stdout).toBe(0);
  const { organizations, ...status } = run.json();
  expect(organizations).toEqual([
    {
      organization: stuck,
      pending: { members: 1, groups: 0, memberships: 0 },
      oldestPendingSeconds: expect.any(Number),
      attempts: 3,
      failed: { work: 1, emails: 2 },
    },
    {
      organization: organization.id,
      pending: { members: 2, groups: 1, memberships: 1 },
      oldestPendingSeconds: expect.any(Number),
      attempts: 0,
      failed: { work: 0, emails: 0 },
    },
  ]);
  const [longest, other] = organizations;
  expect(Math.floor(longest.oldestPendingSeconds / 3_600)).toBe(26);
  expect(other.oldestPendingSeconds).toBeLessThan(60);
  expect(status).toMatchObject({
    redis: "there",
    organizationsMore: 0,
    total: { pending: { members: 3, groups: 1, memberships: 1 }, failed: { work: 1, emails: 2 } },
    drains: { queue: 0, sweepers: 0 },
    emails: { queued: 0, total: 0 },
    queues: { drain: { waiting: 1, active: 0 }, mail: { waiting: 0 } },
  });
});

test("a person gets a table, and what the queues and the e-mails do", async () => {
  const { stdout, exitCode } = await runOps(house, ["status"]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(new RegExp(`^${stuck} +1 +0 +0 +1d 2h +3 +1 +2$`, "m"));
  expect(stdout).toMatch(new RegExp(`^${organization.id} +2 +1 +1 +\\d+s +0 +0 +0$`, "m"));
  expect(stdout).toMatch(/^drain +1 +0 +0 +0$/m);
  expect(stdout).toContain("E-mails: 0 queued, of 0 that there are.");
  expect(stdout).toContain("MongoDB and Redis answer.");
});

test("the 50 that wait longest are listed, and all on demand; what is counted is all of it", async () => {
  const many = Array.from({ length: 60 }, (_, index) => ({
    organization: `org-many-${index}`,
    pending: { since: new Date(), dueAt: new Date(), attempts: 0 },
  }));
  const { store } = house.deps;
  await store.database.collection("groups").insertMany(many);
  const listed = (await runOps(house, ["status", "--json"])).json();
  expect(listed.organizations).toHaveLength(50);
  expect(listed.organizations[0].organization).toBe(stuck);
  expect(listed).toMatchObject({ organizationsMore: 12, total: { pending: { groups: 61 } } });
  expect((await runOps(house, ["status"])).stdout).toContain("... and 12 more with work; --all lists them.");
  expect((await runOps(house, ["status", "--all", "--json"])).json().organizations).toHaveLength(62);
  await store.groups.deleteMany({ organization: /^org-many-/ });
});

test("what is counted is read from the indexes of the pending and the open alone", async () => {
  const { members, failures } = house.deps.store;
  const plans = [
    await members.aggregate(backlogStages, { hint: pendingIndex }).explain("executionStats"),
    await failures.aggregate(openFailuresStages, { hint: openFailuresIndex }).explain("executionStats"),
  ];
  const examined = plans.map((plan) => [...JSON.stringify(plan).matchAll(/"totalDocsExamined":(\d+)/g)]);
  expect(new Set(examined.flat().map(([, count]) => count))).toEqual(new Set(["0"]));
});

test("a database of an earlier version loses the index that another one replaces", async () => {
  const { members } = house.deps.store;
  const former = "organization_pending";
  const partialFilterExpression = { "pending.dueAt": { $exists: true } };
  await members.createIndex(
    { organization: 1, "pending.dueAt": 1 },
    { name: former, partialFilterExpression },
  );
  expect((await runOps(house, ["status"])).exitCode).toBe(0);
  expect(await members.indexExists(former)).toBe(false);
  expect(await members.indexExists(pendingIndex)).toBe(true);
});

test("while Redis is away the work is told, and that Redis is away", async () => {
  const away = { REDIS_URL: `redis://127.0.0.1:${await freePort()}` };
  const [text, json] = await Promise.all([
    runOps(house, ["status"], away),
    runOps(house, ["status", "--json"], away),
  ]);
  expect([text.exitCode, json.exitCode]).toEqual([0, 0]);
  expect(text.stdout).toContain(organization.id);
  expect(text.stdout).toContain("Redis is away");
  expect(json.json()).toMatchObject({ redis: "away", queues: null, drains: { queue: null } });
});

test("while MongoDB is away one sentence says so, and no address or password", async () => {
  const away = {
    MONGODB_URI: `mongodb://ops:secret-word@127.0.0.1:${await freePort()}/x?replicaSet=rollcall`,
  };
  const [text, json] = await Promise.all([
    runOps(house, ["status"], away),
    runOps(house, ["status", "--json"], away),
  ]);
  expect([text.exitCode, json.exitCode]).toEqual([1, 1]);
  expect(text.stderr).toMatch(/^MongoDB is away[^\n]*\n$/);
  expect(json.json().error).toContain("MongoDB is away");
  expect(text.stderr + json.stdout).not.toMatch(/secret-word|127\.0\.0\.1/);
});

test("what is asked wrongly is answered with the usage", async () => {
  const run = await runOps(house, ["stats"]);
  expect([run.exitCode, run.stdout]).toEqual([2, expect.stringContaining("status")]);
});

test("once everything is applied, that is what is told", async () => {
  const { members, failures } = house.deps.store;
  await Promise.all([members, failures].map((each) => each.deleteMany({ organization: stuck })));
  await house.startWorker();
  await organization.settled();
  await eventually(async () => {
    const { stdout } = await runOps(house, ["status"]);
    expect(stdout).toContain("Every write is applied, and nothing has failed.");
    expect(stdout).toContain("E-mails: 0 queued, of 2 that there are.");
  });
});
