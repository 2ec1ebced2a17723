/**
 * What groups cost: one member more or less in groups of any size, many members at once, and reading.
 */
import { measureBaseline } from "../acks.ts";
import { load, type Measured } from "../load.ts";
import { expectMembershipsPending } from "../pending.ts";
import { type Caller, peakMb, residentMb, type Stage } from "../stage.ts";
import { makeGroup, median, memberPatch, send } from "./client.ts";
import { populate } from "./people.ts";

const sizes = [0, 1_000, 100_000, 1_000_000];
/** Members of one request while a group is filled. */
const fillWith = 10_000;
/** Members who come and go; they are in no group before. */
const visitors = 20_000;
const inFlight = 16;
const seconds = 5;

type Sized = { readonly size: number; readonly group: string };

/** Prints the tables. */
export async function measureGroups(stage: Stage): Promise<void> {
  const caller = await stage.organization("groups");
  const people = await populate(stage, caller, Math.max(...sizes) + visitors);
  const free = people.splice(-visitors);
  const filled: Sized[] = [];
  const startedAt = performance.now();
  for (const size of sizes) filled.push({ size, group: await fill(caller, people.slice(0, size)) });
  const edges = sizes.reduce((sum, size) => sum + size, 0);
  const acknowledged = (performance.now() - startedAt) / 1_000;
  await stage.house.startWorker();
  const appliedFrom = performance.now();
  await expectMembershipsPending(stage.house, caller.id, 0);
  const applied = (performance.now() - appliedFrom) / 1_000;
  console.table([
    {
      memberships: edges,
      "acknowledged/s": Math.round(edges / acknowledged),
      "applied/s": Math.round(edges / applied),
    },
  ]);
  console.table({
    insertOne: await measureBaseline(stage, "insert", inFlight),
    ...(await measureOne(caller, filled, free)),
  });
  console.table(await measureReads(stage, caller, filled));
  console.table([await measureMany(stage, caller, filled, people, free)]);
}

async function fill(caller: Caller, members: readonly string[]): Promise<string> {
  const group = await makeGroup(caller, `group of ${members.length}`);
  for (let start = 0; start < members.length; start += fillWith)
    await send(
      caller,
      "PATCH",
      `/Groups/${group}`,
      memberPatch("Add", members.slice(start, start + fillWith)),
    );
  return group;
}

/** Adds and removes one member at a time, in groups of all sizes. */
async function measureOne(
  caller: Caller,
  filled: readonly Sized[],
  free: readonly string[],
): Promise<Record<string, Measured>> {
  const measured: Record<string, Measured> = {};
  for (const { size, group } of filled) {
    for (const op of ["Add", "Remove"] as const) {
      let n = 0;
      const next = () => {
        const id = free[n % free.length] ?? "";
        n += 1;
        return {
          method: "PATCH" as const,
          path: `${caller.base}/Groups/${group}`,
          body: memberPatch(op, [id]),
        };
      };
      measured[`${op} one at ${size}`] = await load({ ...caller, inFlight, seconds, next });
    }
  }
  return measured;
}

/** Reads groups: without members at the ends of the scale, and one with 100,000. */
async function measureReads(stage: Stage, caller: Caller, filled: readonly Sized[]) {
  const rows: Record<string, object> = {};
  for (const { size, group } of filled) {
    const path = `${caller.base}/Groups/${group}?excludedAttributes=members`;
    rows[`GET without members at ${size}`] = await load({
      ...caller,
      inFlight,
      seconds,
      next: () => ({ method: "GET", path }),
    });
  }
  const large = filled.find(({ size }) => size === 100_000)?.group ?? "";
  const { pid } = stage.house.api;
  const before = await residentMb(pid);
  await peakMb(pid, "forget");
  const { ms, body } = await send(caller, "GET", `/Groups/${large}`);
  rows["GET of 100000 members"] = {
    ms: Math.round(ms),
    "answer, MB": Math.round(body.length / 1e6),
    "API before, MB": before,
    "API at its peak, MB": await peakMb(pid),
  };
  return rows;
}

/** Adds 1,000 at a time; and puts 100,000 with 1,000 changes while users are read beside it. */
async function measureMany(
  stage: Stage,
  caller: Caller,
  filled: readonly Sized[],
  people: readonly string[],
  free: readonly string[],
) {
  const group = await makeGroup(caller, "many at once");
  const patches: number[] = [];
  for (let n = 0; n < 15; n += 1) {
    const some = people.slice(n * 1_000, (n + 1) * 1_000);
    patches.push((await send(caller, "PATCH", `/Groups/${group}`, memberPatch("Add", some))).ms);
  }
  const large = filled.find(({ size }) => size === 100_000)?.group ?? "";
  const changed = [...people.slice(1_000, 100_000), ...free.slice(0, 1_000)];
  const whole = {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
    displayName: "group of 100000",
    members: changed.map((value) => ({ value })),
  };
  await expectMembershipsPending(stage.house, caller.id, 0);
  const path = `${caller.base}/Users/${people[0]}`;
  const beside = load({
    ...caller,
    inFlight: 4,
    seconds: 4,
    perSecond: 200,
    next: () => ({ method: "GET", path }),
  });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const put = await send(caller, "PUT", `/Groups/${large}?excludedAttributes=members`, whole);
  const { p50, p99 } = await beside;
  return {
    "PATCH +1000, p50 ms": Math.round(median(patches)),
    "PUT 100000 with 1000 changes, ms": Math.round(put.ms),
    "GET user beside, p50": p50,
    p99: p99,
  };
}
