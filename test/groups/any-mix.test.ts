/**
 * B40: any mix of adds, removes, PUTs and deletes, from several clients at once and through two API processes, while
 * drains are doubled and delayed and processes are killed, ends in one state: each membership is as a write left it
 * that no other write followed, and all sides agree on it.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Child } from "../../local/services/child.ts";
import { startNode } from "../../local/services/node.ts";
import { freePort } from "../../local/services/ports.ts";
import { readConfig } from "../../shared/config.ts";
import { closeWorkerDeps, openWorkerDeps, type WorkerDeps } from "../../worker/deps.ts";
import { drain } from "../../worker/sync/drain.ts";
import { type House, openHouse } from "../support/house.ts";
import { expectAgreement, postGroup, rosterOf } from "../support/membership-account.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, scimClient } from "../support/scim-client.ts";
import { type Act, expectAllowed, play, type Scene } from "./client.ts";
import { History } from "./history.ts";

const people = 3;
const teams = 2;
const boundMs = 35_000;
const ready = { name: "second api", script: "api/main.ts" } as const;

let house: House;
let second: Child;
let secondPort: number;
let workerDeps: WorkerDeps;
beforeAll(async () => {
  house = await openHouse();
  secondPort = await freePort();
  second = await startSecond();
  const config = readConfig({ ...house.environment, LOG_LEVEL: "silent" });
  workerDeps = await openWorkerDeps(config, new AbortController().signal);
});
afterAll(async () => {
  await Promise.all([second.stop(), closeWorkerDeps(workerDeps)]);
  await house.close();
});

function startSecond(): Promise<Child> {
  const environment = { ...house.environment, PORT: String(secondPort) };
  return startNode({ ...ready, environment, logFile: `${house.logs[0]}.second` });
}

const strikes = {
  "many wake-ups": async (organization: string) => {
    for (let wakes = 0; wakes < 50; wakes += 1) house.deps.queues.wake(organization);
  },
  "two drains at once": async (organization: string) => {
    await Promise.all([drain(workerDeps, organization), drain(workerDeps, organization)]);
  },
  "kill the worker": async () => {
    await house.worker.kill();
    await house.startWorker();
  },
  "kill an API": async () => {
    await house.api.kill();
    await house.startApi();
  },
  "kill the other API": async () => {
    await second.kill();
    second = await startSecond();
  },
} as const;
type Strike = keyof typeof strikes;

const group = fc.nat(teams - 1);
const users = fc.uniqueArray(fc.nat(people - 1), { minLength: 1, maxLength: people });
const someAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("add" as const), group, users }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constantFrom("remove" as const, "pick" as const), group, users }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("put" as const, "replace" as const),
      group,
      users: fc.uniqueArray(fc.nat(people - 1)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("read" as const, "clear" as const), group }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), group }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("leave" as const), user: fc.nat(people - 1) }) },
);
const kills: readonly Strike[] = ["kill the worker", "kill an API", "kill the other API"];
const someStrike: fc.Arbitrary<Strike> = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom<Strike>("many wake-ups", "two drains at once") },
  { weight: 1, arbitrary: fc.constantFrom<Strike>(...kills) },
);
const someRun = fc.record({
  /** What each client does, one after the other. */
  scripts: fc.array(fc.array(someAct, { minLength: 4, maxLength: 12 }), { minLength: 3, maxLength: 6 }),
  /** What strikes, and after how many answers. */
  struck: fc.uniqueArray(fc.record({ after: fc.integer({ min: 1, max: 20 }), strike: someStrike }), {
    maxLength: 4,
    selector: ({ after }) => after,
  }),
  /** Whether the worker comes only when all is written. */
  late: fc.nat(9).map((one) => one === 0),
  /** Whether drains run all the time beside the worker's own. */
  busy: fc.nat(3).map((one) => one > 0),
});
type Run = typeof someRun extends fc.Arbitrary<infer Value> ? Value : never;

async function openScene(organization: TestOrganization): Promise<Scene> {
  const { directory, address } = organization;
  const posted = Array.from({ length: people }, (_, index) =>
    directory.send("POST", "/Users", entraUser(address(`user-${index}`))),
  );
  const ids = (await Promise.all(posted)).map(({ body }) => String(body.id));
  const groups = Array.from({ length: teams }, (_, index) => postGroup(organization, `Group ${index}`));
  return { history: new History(), groups: await Promise.all(groups), users: ids };
}

/** Plays all scripts at the same time, by turns through the one API and the other, and strikes in between. */
async function playAll(
  organization: TestOrganization,
  scene: Scene,
  { scripts, struck, busy }: Run,
): Promise<void> {
  const { directory, key, id } = organization;
  const url = new URL(directory.url);
  url.port = String(secondPort);
  const clients = [directory, scimClient(url.href, key)];
  let answers = 0;
  let striking: Promise<void> = Promise.resolve();
  const playing = scripts.map(async (acts, index) => {
    for (const [turn, act] of acts.entries()) {
      await play(clients[(index + turn) % 2] ?? directory, scene, act);
      answers += 1;
      const now = struck.filter(({ after }) => after === answers);
      for (const { strike } of now) striking = striking.then(() => strikes[strike](id));
    }
  });
  const played = Promise.all(playing);
  await Promise.all([played, ...(busy ? [drainUntil(id, played)] : [])]);
  await striking;
}

async function drainUntil(organization: string, end: Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = end.finally(() => {
    isOver = true;
  });
  while (!isOver) await drain(workerDeps, organization);
  await over;
}

/** Expects that the end can have come from what was done, and that all sides agree on it. */
async function expectRightEnd(organization: TestOrganization, scene: Scene): Promise<void> {
  const { history, groups, users: ids } = scene;
  const seen = { start: performance.now(), end: Number.POSITIVE_INFINITY };
  const rosters = new Map<string, string[]>();
  for (const [index, id] of groups.entries()) {
    const roster = await rosterOf(organization, id);
    expectRightlyThere(scene, id, roster !== null, seen.start);
    if (!roster) continue;
    rosters.set(id, roster);
    expectAllowed(scene, index, roster, seen);
  }
  const there: string[] = [];
  for (const id of ids) {
    const { status } = await organization.directory.send("GET", `/Users/${id}`);
    expectRightlyThere(scene, id, status === 200, seen.start);
    if (status === 200) there.push(id);
  }
  await expectAgreement(house, organization, rosters, there);
  const gone = [...groups, ...ids].filter((id) => history.mustBeGone(id, seen.start));
  const left = { organization: organization.id, present: true };
  const { memberships } = house.deps.store;
  expect(
    await memberships.countDocuments({ ...left, $or: [{ group: { $in: gone } }, { member: { $in: gone } }] }),
  ).toBe(0);
}

function expectRightlyThere({ history }: Scene, id: string, isThere: boolean, at: number): void {
  if (isThere) expect(history.mustBeGone(id, at), `${id} was deleted`).toBe(false);
  else expect(history.mayBeGone(id, at), `${id} was deleted by nobody`).toBe(true);
}

test("B40 any mix of writes, doubled and delayed drains and crashes ends in one right state", {
  timeout: boundMs + 60_000,
}, async () => {
  const end = performance.now() + boundMs;
  await fc.assert(
    fc.asyncProperty(someRun, async (run) => {
      // What has begun comes to its end: a run that is cut off would go on in a house that is closed.
      if (performance.now() > end) return;
      const organization = await openOrganization(house);
      const scene = await openScene(organization);
      if (run.late) await house.worker.stop();
      await playAll(organization, scene, run);
      if (house.worker.exit() !== null) await house.startWorker();
      await organization.settled(60_000);
      await expectRightEnd(organization, scene);
    }),
    { numRuns: 16, endOnFailure: true },
  );
});
