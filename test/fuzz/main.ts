/**
 * `npm run fuzz [-- --requests 100000 --seed N --minutes N]`: a long run of the fuzzer, on servers of its own. It ends with 1 where
 * anything was not as it must be.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { startMongod } from "../../local/services/mongod.ts";
import { startRedis } from "../../local/services/redis.ts";
import { residentMb } from "../bench/stage.ts";
import { openHouse } from "../support/house.ts";
import { impatient, troublesAfter } from "./aftermath.ts";
import { heldMb, inspectable } from "./memory.ts";
import { type Report, runFuzz } from "./run.ts";
import { openWorld } from "./world.ts";

const option = { type: "string" } as const;
const { values } = parseArgs({ options: { requests: option, seed: option, minutes: option } });
const count = z.coerce.number().int().positive();
const requests = count.default(100_000).parse(values.requests);
const seed = count.default(Math.floor(Math.random() * 2 ** 31)).parse(values.seed);
const endAt = Date.now() + count.default(60).parse(values.minutes) * 60_000;
/** Code and caches are warm after so many. */
const warmAfter = 5_000;
const growthMb = 48;

console.log(`seed ${seed}, ${requests} requests`);
const folder = await mkdtemp(join(tmpdir(), "rollcall-fuzz-"));
const mongod = await startMongod({ dataDir: join(folder, "mongod") });
const redis = await startRedis({ dataDir: join(folder, "redis") });
const house = await openHouse({
  mongoUri: mongod.uri,
  redisUrl: redis.uri,
  environment: { ...inspectable, ...impatient },
  keepMails: false,
});
try {
  process.exitCode = (await fuzz()) ? 0 : 1;
} finally {
  await house.close();
  await Promise.all([mongod.stop(), redis.stop()]);
  await rm(folder, { recursive: true, force: true });
}

async function fuzz(): Promise<boolean> {
  const world = await openWorld(house);
  const [apiLog = "", workerLog = ""] = house.logs;
  const memory: Record<string, number | string>[] = [];
  const measure = async ({ requests: sent }: Pick<Report, "requests">) =>
    memory.push({
      requests: sent,
      "API, MB held": await heldMb(apiLog),
      "API, MB resident": await residentMb(house.api.pid),
      "worker, MB held": await heldMb(workerLog),
    });
  await measure({ requests: 0 });
  const onBatch = async (report: Report) => {
    if (report.requests % warmAfter < 500) await measure(report);
    return Date.now() > endAt ? "stop" : "go on";
  };
  const report = await runFuzz(world, { seed, requests, onBatch });
  const troubles = await troublesAfter(house, [world.organization, world.other]);
  await measure(report);
  console.table([Object.fromEntries([...report.statuses].sort())]);
  console.table(memory);
  for (const { ms, sent } of report.slowest) console.log(`${ms} ms: ${sent.slice(0, 200)}`);
  const warm = Number(memory[1]?.["API, MB held"]);
  const grown = Number(memory.at(-1)?.["API, MB held"]) - warm;
  if (grown > growthMb) troubles.push(`the API holds ${grown} MB more than when it was warm`);
  for (const fault of report.faults) console.log(fault);
  for (const trouble of troubles) console.log(trouble);
  console.log(`${report.requests} requests, ${report.faults.length} faults, ${troubles.length} troubles`);
  return report.faults.length === 0 && troubles.length === 0;
}
