/**
 * How quickly one worker applies: a backlog of 20,000 users, and a directory that writes 25 times a second.
 */
import { load } from "./load.ts";
import { expectMailed, expectPending } from "./pending.ts";
import { percentile } from "./percentile.ts";
import { type Stage, userPosts } from "./stage.ts";

const backlog = 20_000;
const steady = { amount: 500, perSecond: 25 };

export type Backlog = { readonly members: number; readonly seconds: number; readonly perSecond: number };
export type Lag = { readonly writes: number; readonly p50: number; readonly p99: number };

/** From the start of a worker to the moment when nothing is pending. E-mails go out beside it. */
export async function measureBacklog(stage: Stage): Promise<Backlog> {
  const { id, url, base, headers } = await stage.organization("backlog");
  await load({ url, headers, inFlight: 64, amount: backlog, next: userPosts(base, "backlog") });
  await stage.house.startWorker();
  const startedAt = performance.now();
  await expectPending(stage.house, id, 0);
  const seconds = (performance.now() - startedAt) / 1_000;
  return { members: backlog, seconds, perSecond: Math.round(backlog / seconds) };
}

/** From acknowledgement to applied, in milliseconds, by the events' own times. */
export async function measureLag(stage: Stage): Promise<Lag> {
  await expectMailed(stage.house);
  const { id, url, base, headers } = await stage.organization("steady");
  const next = userPosts(base, "steady");
  await load({ url, headers, inFlight: 4, ...steady, next });
  return lagOf(stage, id);
}

/** How long the invitations of an organization took, once none is pending. */
export async function lagOf({ house }: Stage, id: string): Promise<Lag> {
  await expectPending(house, id, 0);
  const events = await house.deps.store.events.find({ organization: id, kind: "member.invited" }).toArray();
  const lags = events.map(({ at, since }) => at.getTime() - since.getTime());
  return { writes: lags.length, p50: percentile(lags, 50), p99: percentile(lags, 99) };
}
