/**
 * What one request costs in a small and in a large organization: finding a user, and disabling one.
 */

import { patchOf } from "../support/scim-client.ts";
import { load, type Measured } from "./load.ts";
import { expectPending } from "./pending.ts";
import { type Caller, type Stage, userPosts } from "./stage.ts";

const sizes = [1_000, 100_000];
const inFlight = 64;
const seconds = 5;

export async function measureSizes(stage: Stage): Promise<Record<string, Measured>> {
  const measured: Record<string, Measured> = {};
  for (const size of sizes) {
    const caller = await stage.organization(`size-${size}`);
    await load({ ...caller, inFlight, amount: size, next: userPosts(caller.base, "size") });
    await expectPending(stage.house, caller.id, 0);
    measured[`GET by userName at ${size}`] = await load({
      ...caller,
      inFlight,
      seconds,
      next: lookUps(caller, size),
    });
    measured[`PATCH active at ${size}`] = await measurePatch(stage, caller);
    await expectPending(stage.house, caller.id, 0);
  }
  return measured;
}

function lookUps({ base }: Caller, size: number) {
  return () => {
    const name = `size-${1 + Math.floor(Math.random() * size)}@load.example`;
    return { method: "GET" as const, path: `${base}/Users?filter=userName+eq+%22${name}%22` };
  };
}

/** Each PATCH disables or enables another user, so every one is a write. */
async function measurePatch({ house }: Stage, caller: Caller): Promise<Measured> {
  const sample = await house.deps.store.members
    .aggregate<{ _id: string }>([
      { $match: { organization: caller.id, origin: "directory" } },
      { $sample: { size: 1_000 } },
      { $project: { _id: 1 } },
    ])
    .toArray();
  let n = 0;
  const next = () => {
    const { _id } = sample[n % sample.length] ?? { _id: "" };
    const value = Math.floor(n / sample.length) % 2 === 0 ? "False" : "True";
    n += 1;
    return {
      method: "PATCH" as const,
      path: `${caller.base}/Users/${_id}`,
      body: patchOf({ op: "Replace", path: "active", value }),
    };
  };
  return load({ ...caller, inFlight, seconds, next });
}
