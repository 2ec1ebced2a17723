/**
 * A replica set of several mongods on the loopback interface, so that one can go and another takes its place.
 * Its data lives no longer than its folder; the ports are chosen once and kept for every member.
 */
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { Child } from "./child.ts";
import { REPLICA_SET, spawnMongod, withMongod } from "./mongod.ts";
import { freePort, loopback } from "./ports.ts";

const PRIMARY_MS = 60_000;
const LOOK_AGAIN_MS = 50;

const hello = z.object({ isWritablePrimary: z.boolean() });

/** How large the set is, where its data goes, and how long members miss a primary before they choose another. */
export type MongodSetOptions = {
  readonly dataDir: string;
  readonly members: number;
  readonly electionTimeoutMs: number;
};

/** A running replica set. */
export type MongodSet = {
  readonly uri: string;
  /** The member that takes writes. @throws Error where there is none after a minute */
  primary(): Promise<SetMember>;
  stop(): Promise<void>;
};

/** One mongod of a set. */
type SetMember = {
  readonly port: number;
  child(): Child;
  kill(): Promise<void>;
  /** Starts it again, on what it has. */
  start(): Promise<void>;
  /** Makes it give up being primary. */
  stepDown(): Promise<void>;
};

/** Starts a replica set and waits until it takes writes. */
export async function startMongodSet(options: MongodSetOptions): Promise<MongodSet> {
  const { dataDir, electionTimeoutMs } = options;
  const numbers = Array.from({ length: options.members }, (_, number) => number);
  const members: SetMember[] = [];
  for (const number of numbers) members.push(await startMember(join(dataDir, String(number))));
  const hosts = members.map(({ port }) => `${loopback}:${port}`);
  await withMongod(members[0]?.port ?? 0, (client) =>
    client.db("admin").command({
      replSetInitiate: {
        _id: REPLICA_SET,
        members: hosts.map((host, _id) => ({ _id, host })),
        settings: { electionTimeoutMillis: electionTimeoutMs },
      },
    }),
  );
  const set: MongodSet = {
    uri: `mongodb://${hosts.join(",")}/rollcall?replicaSet=${REPLICA_SET}`,
    primary: () => findPrimary(members),
    stop: async () => void (await Promise.all(members.map((member) => member.child().stop()))),
  };
  await set.primary();
  return set;
}

async function startMember(dataDir: string): Promise<SetMember> {
  const port = await freePort();
  const start = () => spawnMongod({ dataDir, port });
  let child = await start();
  return {
    port,
    child: () => child,
    kill: async () => void (await child.kill()),
    start: async () => {
      child = await start();
    },
    stepDown: () =>
      withMongod(port, async (client) => {
        await client.db("admin").command({ replSetStepDown: 20, secondaryCatchUpPeriodSecs: 10 });
      }),
  };
}

async function findPrimary(members: readonly SetMember[]): Promise<SetMember> {
  for (const giveUpAt = Date.now() + PRIMARY_MS; Date.now() < giveUpAt; await wait(LOOK_AGAIN_MS)) {
    for (const member of members) {
      if (member.child().exit() === null && (await isPrimary(member.port))) return member;
    }
  }
  throw new Error("the replica set has no primary after a minute");
}

function isPrimary(port: number): Promise<boolean> {
  return withMongod(
    port,
    async (client) => hello.parse(await client.db("admin").command({ hello: 1 })).isWritablePrimary,
  ).catch(() => false);
}
