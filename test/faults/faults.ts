/**
 * The faults, in one table: how each is done, and how it is undone. A fault is done in the middle of a sync and undone
 * while it goes on.
 */
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import type { Condition } from "../support/link.ts";
import { type Linked, linkNames, type Stronghold, type Trio } from "../support/stronghold.ts";

/** Does it, and gives back how it is undone. */
type Strike<Place> = (place: Place) => Promise<() => Promise<void>>;

export type Fault<Place> = {
  readonly strike: Strike<Place>;
  /** How long it lasts: no longer than it takes, some time, or until a job counts as abandoned. */
  readonly lasts: "no time" | "a while" | "past the lock";
  /** Set where a mail server refuses some recipients for good. */
  readonly refuses?: true;
};

const hourMs = 60 * 60 * 1_000;
const slow = { latencyMs: 50, bytesPerSecond: 256_000 };
const conditions: Readonly<Record<string, Condition>> = { slow, cut: "cut", silent: "silent" };

/** What a process does between this and the moment when it is stopped for good. */
const besideMs = 1_000;

const kills: Readonly<Record<string, Fault<Stronghold>>> = {
  "the worker is killed": killed(({ killWorker }) => killWorker()),
  "the API is killed": killed(({ killApi }) => killApi()),
  "mongod is killed": killed(({ killMongod }) => killMongod()),
  "redis is killed, and comes back as it was": killed(async ({ killRedis, startRedis }) => {
    await killRedis();
    await startRedis("kept");
  }),
  "redis is killed, and comes back empty": killed(async ({ killRedis, startRedis }) => {
    await killRedis();
    await startRedis("wiped");
  }),
  "all of them are killed at once": killed(async (all) => {
    const { killWorker, killApi, killMongod, killRedis, startRedis } = all;
    await Promise.all([killWorker(), killApi(), killMongod(), killRedis().then(() => startRedis("wiped"))]);
  }),
};

const halts: Readonly<Record<string, Fault<Stronghold>>> = {
  "a worker stands still past its lock, and goes on beside the one that took over": {
    lasts: "past the lock",
    strike: async ({ house }) => {
      const stalled = house.worker;
      process.kill(stalled.pid, "SIGSTOP");
      await house.startWorker();
      return async () => {
        process.kill(stalled.pid, "SIGCONT");
        await pause(besideMs);
        await stalled.stop();
      };
    },
  },
  "mongod stands still": halted(({ pids }) => pids().mongod),
  "redis stands still": halted(({ pids }) => pids().redis),
};

const redisStates: Readonly<Record<string, Fault<Stronghold>>> = {
  "redis is full": inRedis(["CONFIG", "SET", "maxmemory", "1mb"], ["CONFIG", "SET", "maxmemory", "0"]),
  "redis misses its replicas, and takes no writes": inRedis(
    ["CONFIG", "SET", "min-replicas-to-write", "1"],
    ["CONFIG", "SET", "min-replicas-to-write", "0"],
  ),
  "redis becomes a replica of nobody who is there": inRedis(
    ["REPLICAOF", "127.0.0.1", "1"],
    ["REPLICAOF", "NO", "ONE"],
  ),
};

const links: Readonly<Record<string, Fault<Linked>>> = Object.fromEntries(
  linkNames.flatMap((name) =>
    Object.entries(conditions).map(([what, condition]) => [
      `${name} is ${what}`,
      {
        lasts: "a while" as const,
        strike: async ({ links: { [name]: link } }: Linked) => {
          link.set(condition);
          return async () => link.set("sound");
        },
      },
    ]),
  ),
);

const clocks: Readonly<Record<string, Fault<Linked>>> = {
  "the API's clock goes an hour ahead, and back": setTo("api", hourMs),
  "the API's clock goes an hour back, and ahead": setTo("api", -hourMs),
  "the worker's clock goes an hour ahead, and back": setTo("worker", hourMs),
  "the worker's clock goes an hour back, and ahead": setTo("worker", -hourMs),
};

const mailServer: Readonly<Record<string, Fault<Stronghold>>> = {
  "the mail server says 421 to everybody": {
    lasts: "a while",
    strike: async ({ house: { mailbox } }) => {
      mailbox.turnAway({ code: 421, text: "4.3.2 too busy" });
      return async () => mailbox.turnAway(null);
    },
  },
  "the mail server rejects some recipients, and puts others off": {
    lasts: "a while",
    refuses: true,
    strike: async ({ house: { mailbox } }) => {
      mailbox.refuse((address) => {
        if (/person-\d*1@/.test(address)) return { code: 550, text: "5.1.1 no such mailbox" };
        return /person-\d*2@/.test(address) ? { code: 451, text: "4.7.1 try again" } : null;
      });
      return async () => mailbox.refuse(null);
    },
  },
  "the mail server hangs up after DATA": {
    lasts: "a while",
    strike: async ({ house: { mailbox } }) => {
      mailbox.hangUpAfterData(true);
      return async () => mailbox.hangUpAfterData(false);
    },
  },
};

/** Those of a house with one of each server. */
export const faults: Readonly<Record<string, Fault<Linked>>> = {
  ...kills,
  ...halts,
  ...redisStates,
  ...links,
  ...clocks,
  ...mailServer,
};

/** Those of a house on a replica set of three. */
export const trioFaults: Readonly<Record<string, Fault<Trio>>> = {
  "the primary of three steps down": {
    lasts: "a while",
    strike: async ({ set }) => {
      await (await set.primary()).stepDown();
      return async () => undefined;
    },
  },
  "the primary of three is killed": {
    lasts: "a while",
    strike: async ({ set }) => {
      const primary = await set.primary();
      await primary.kill();
      return () => primary.start();
    },
  },
  "the primary of three stands still": {
    lasts: "a while",
    strike: async ({ set }) => {
      const { pid } = (await set.primary()).child();
      process.kill(pid, "SIGSTOP");
      return async () => void process.kill(pid, "SIGCONT");
    },
  },
};

function killed(kill: (stronghold: Stronghold) => Promise<void>): Fault<Stronghold> {
  return {
    lasts: "no time",
    strike: async (stronghold) => {
      const back = kill(stronghold);
      return () => back;
    },
  };
}

function halted(pidOf: (stronghold: Stronghold) => number): Fault<Stronghold> {
  return {
    lasts: "a while",
    strike: async (stronghold) => {
      const pid = pidOf(stronghold);
      process.kill(pid, "SIGSTOP");
      return async () => void process.kill(pid, "SIGCONT");
    },
  };
}

function inRedis(
  does: readonly [string, ...string[]],
  undoes: readonly [string, ...string[]],
): Fault<Stronghold> {
  const say = async (url: string, [command, ...words]: readonly [string, ...string[]]) => {
    const redis = new Redis(url);
    await redis.call(command, ...words).finally(() => redis.disconnect());
  };
  return {
    lasts: "a while",
    strike: async ({ redisUrl }) => {
      await say(redisUrl, does);
      return () => say(redisUrl, undoes);
    },
  };
}

function setTo(whose: "api" | "worker", aheadMs: number): Fault<Linked> {
  return {
    lasts: "a while",
    strike: async ({ setClock }) => {
      await setClock(whose, aheadMs);
      return () => setClock(whose, 0);
    },
  };
}
