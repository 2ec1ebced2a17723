/**
 * What a tenant notices of another one that sends a hundred times its share: how long the quiet one's writes take
 * from acknowledged to applied, alone, beside a flood that is limited, and beside one that is not.
 */
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { lagOf } from "./applying.ts";
import { load } from "./load.ts";
import { expectMailed, expectPending } from "./pending.ts";
import { type Stage, userPosts } from "./stage.ts";

const share = 25;
const seconds = 20;
const quiet = { inFlight: 4, perSecond: share, amount: share * seconds };
const flood = { inFlight: 64, perSecond: 100 * share, seconds };
const floods: Readonly<Record<string, { ratePerSecond: number } | null>> = {
  alone: null,
  "beside a flood, 25 a second let through": { ratePerSecond: share },
  "beside a flood, no limit": { ratePerSecond: 0 },
};

export async function measureNeighbour(stage: Stage) {
  await stage.house.startWorker();
  await measureBeside(stage, "warm", null);
  const table: Record<string, Awaited<ReturnType<typeof measureBeside>>> = {};
  let n = 0;
  for (const [name, settings] of Object.entries(floods)) {
    table[name] = await measureBeside(stage, `round-${n++}`, settings);
  }
  return table;
}

async function measureBeside(stage: Stage, round: string, settings: { ratePerSecond: number } | null) {
  const one = await stage.organization(`quiet-${round}`);
  const other = await stage.organization(`loud-${round}`);
  if (settings) await changeOrganization(stage.house.deps, other.id, { settings });
  const { url } = one;
  const [measured, noise] = await Promise.all([
    load({ url, headers: one.headers, ...quiet, next: userPosts(one.base, round) }),
    settings && load({ url, headers: other.headers, ...flood, next: userPosts(other.base, `loud-${round}`) }),
  ]);
  const applied = await lagOf(stage, one.id);
  // The next round has the servers for itself.
  await expectPending(stage.house, other.id, 0);
  await expectMailed(stage.house);
  return {
    "acknowledged, p50 ms": measured.p50,
    "p99 ms": measured.p99,
    "applied, p50 ms": applied.p50,
    "applied, p99 ms": applied.p99,
    writes: applied.writes,
    "of the flood: taken": noise?.sent ?? 0,
    refused: noise?.failed ?? 0,
  };
}
