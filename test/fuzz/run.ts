/**
 * A run of the fuzzer: so many requests from a seed, some at a time, each judged. What a seed makes is always the same;
 * which ids stand in it is not.
 */
import fc from "fast-check";
import { rawRequest } from "./made/raw.ts";
import { type Made, plainRequest } from "./made/requests.ts";
import { faultsOf } from "./oracle.ts";
import { exchange } from "./wire.ts";
import type { World } from "./world.ts";

type Fault = {
  readonly what: string;
  readonly seed: number;
  /** Which request of the seed it was. */
  readonly index: number;
  /** What was sent, shortened. */
  readonly sent: string;
};

export type Report = {
  requests: number;
  readonly statuses: Map<string, number>;
  readonly faults: Fault[];
  /** The slowest requests, in milliseconds. */
  slowest: { readonly ms: number; readonly sent: string }[];
};

type Options = {
  readonly seed: number;
  readonly requests: number;
  readonly inFlight?: number;
  /** Called after each batch; the run ends where it says so. */
  readonly onBatch?: (report: Report) => Promise<"go on" | "stop">;
};

const someRequest = fc.oneof({ weight: 7, arbitrary: plainRequest }, { weight: 1, arbitrary: rawRequest });
const batch = 500;
/** Longer than the server waits for anything. */
const answerMs = 15_000;
const faultsMax = 20;

export async function runFuzz(
  world: World,
  { seed, requests, inFlight = 24, onBatch }: Options,
): Promise<Report> {
  const report: Report = { requests: 0, statuses: new Map(), faults: [], slowest: [] };
  for (let first = 0; first < requests; first += batch) {
    const batchSeed = (seed + first) | 0;
    const made = fc.sample(someRequest, { seed: batchSeed, numRuns: Math.min(batch, requests - first) });
    const next = made.entries();
    const lane = async () => {
      for (const [index, one] of next) await tryOne(world, report, one, { seed: batchSeed, index });
    };
    await Promise.all(Array.from({ length: inFlight }, lane));
    await world.tidy();
    if ((await onBatch?.(report)) === "stop" || report.faults.length >= faultsMax) break;
  }
  return report;
}

async function tryOne(
  world: World,
  report: Report,
  made: Made,
  place: Pick<Fault, "seed" | "index">,
): Promise<void> {
  const bytes = world.fill(made.bytes);
  const came = await exchange(world.port, { bytes, end: made.end, isHead: made.method === "HEAD" }, answerMs);
  const sent = shown(bytes);
  report.requests += 1;
  for (const what of faultsOf(made, bytes, came, world.secrets)) report.faults.push({ what, ...place, sent });
  for (const reply of came.replies) {
    count(report, String(reply.status));
    world.learn(reply);
  }
  if (came.replies.length === 0) count(report, "hung up");
  report.slowest = [...report.slowest, { ms: Math.round(came.ms), sent }]
    .sort((one, other) => other.ms - one.ms)
    .slice(0, 5);
}

function count({ statuses }: Report, status: string): void {
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
}

function shown(bytes: Buffer): string {
  const text = JSON.stringify(bytes.toString("latin1"));
  return text.length > 1_500 ? `${text.slice(0, 1_000)} … ${text.slice(-400)}` : text;
}
