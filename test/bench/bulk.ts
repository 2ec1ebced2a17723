/**
 * How many users a second arrive in bulks of 1,000, against one POST for each with 64 in flight.
 */
import { entraUser } from "../support/scim-client.ts";
import { load } from "./load.ts";
import { type Caller, type Stage, userPosts } from "./stage.ts";

const inFlight = 64;
const users = 20_000;
const usersOfOne = 1_000;

export async function measureBulk(stage: Stage) {
  const caller = await stage.organization("bulk");
  await load({ ...caller, inFlight, seconds: 2, next: userPosts(caller.base, "warm") });
  await inBulks(caller, "warm-bulk", 2, 1);
  const posts = await load({ ...caller, inFlight, amount: users, next: userPosts(caller.base, "single") });
  const one = await inBulks(caller, "one", users / usersOfOne, 1);
  const four = await inBulks(caller, "four", users / usersOfOne, 4);
  return {
    "POST /Users, 64 in flight": { "users a second": posts.perSecond, ratio: 1 },
    "bulks of 1,000, one at a time": { "users a second": one, ratio: one / posts.perSecond },
    "bulks of 1,000, four at a time": { "users a second": four, ratio: four / posts.perSecond },
  };
}

/** @returns users a second */
async function inBulks(caller: Caller, prefix: string, bulks: number, atOnce: number): Promise<number> {
  const bodies = Array.from({ length: bulks }, (_, index) => bodyOf(`${prefix}-${index}`));
  const startedAt = performance.now();
  const sender = async () => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) await send(caller, body);
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  return Math.round((bulks * usersOfOne) / ((performance.now() - startedAt) / 1_000));
}

function bodyOf(prefix: string): string {
  return JSON.stringify({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
    Operations: Array.from({ length: usersOfOne }, (_, index) => ({
      method: "POST",
      path: "/Users",
      bulkId: `b${index}`,
      data: entraUser(`${prefix}-${index}@load.example`),
    })),
  });
}

async function send({ url, base, headers }: Caller, body: string): Promise<void> {
  const response = await fetch(`${url}${base}/Bulk`, { method: "POST", headers, body });
  const made = (await response.text()).split('"status":"201"').length - 1;
  if (made !== usersOfOne) throw new Error(`a bulk made ${made} users, answered with ${response.status}`);
}
