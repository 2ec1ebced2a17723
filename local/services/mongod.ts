/**
 * A mongod of our own: a replica set of one on the loopback interface, whose data outlives it.
 * A data folder may be opened on any port: the replica set's idea of its address follows.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { MongoClient, MongoServerError } from "mongodb";
import { z } from "zod";
import { findMongodProgram } from "../setup/mongod.ts";
import { Trouble } from "../trouble.ts";
import { type Child, type Hooks, startChild } from "./child.ts";
import { freePort, loopback } from "./ports.ts";

/** The name of every replica set of ours. */
export const REPLICA_SET = "rollcall";
const PRIMARY_MS = 60_000;
const LOOK_AGAIN_MS = 50;
const NOT_YET_INITIALIZED = 94;
const INVALID_REPLICA_SET_CONFIG = 93;

const hello = z.object({ isWritablePrimary: z.boolean(), me: z.string().optional() });
/** The driver gives MongoDB's 64-bit numbers as numbers, or as `Long` beyond their range. */
const status = z.object({ pid: z.coerce.number() });
const configuration = z.object({ config: z.looseObject({ version: z.number() }) });

/** Where a mongod keeps its data and listens; each has its default. */
export type MongodOptions = {
  /** Made if need be. */
  readonly dataDir: string;
  /** Any free port if missing. */
  readonly port?: number;
  readonly logFile?: string;
};

/** A running mongod. Its URI names the database `rollcall`. */
export type Mongod = Child & { readonly uri: string; readonly port: number };

/**
 * Starts mongod on a data folder, new or old, and waits until it takes writes.
 * @throws Trouble with its last words when it does not start
 */
export async function startMongod(options: MongodOptions, hooks: Hooks = {}): Promise<Mongod> {
  const port = options.port ?? (await freePort());
  const child = await spawnMongod({ ...options, port }, hooks);
  try {
    await withMongod(port, (client) => becomePrimary(client, `${loopback}:${port}`, child, hooks));
  } catch (failure) {
    await child.stop();
    throw failure;
  }
  return { ...child, port, uri: `mongodb://${loopback}:${port}/rollcall?replicaSet=${REPLICA_SET}` };
}

/**
 * Starts mongod and waits until it answers; it takes writes only once it is in a replica set with a primary.
 * @throws Trouble with its last words when it does not start
 */
export async function spawnMongod(
  { dataDir, port, logFile }: MongodOptions & { readonly port: number },
  hooks: Hooks = {},
): Promise<Child> {
  const { path } = await findMongodProgram();
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return startChild(
    {
      name: "mongod",
      program: path,
      args: mongodArguments(dataDir, port),
      logFile: logFile ?? join(dataDir, "mongod.log"),
    },
    ({ pid }) => withMongod(port, async (client) => (await processOf(client)) === pid),
    hooks,
  );
}

function mongodArguments(dataDir: string, port: number): string[] {
  const place = ["--dbpath", dataDir, "--bind_ip", loopback, "--port", String(port), "--nounixsocket"];
  // Sized for a developer's machine: a bounded cache and oplog, and none of the telemetry that fills the disk.
  const size = ["--wiredTigerCacheSizeGB", "1", "--oplogSize", "512"];
  // A process killed inside a transaction holds what it wrote there for so long; a minute, unless told otherwise.
  const forgiving = ["--setParameter", "transactionLifetimeLimitSeconds=5"];
  const quiet = ["--quiet", "--setParameter", "diagnosticDataCollectionEnabled=false"];
  return [...place, "--replSet", REPLICA_SET, ...size, ...forgiving, ...quiet];
}

async function becomePrimary(client: MongoClient, host: string, child: Child, hooks: Hooks): Promise<void> {
  const giveUpAt = Date.now() + PRIMARY_MS;
  await configure(client, host);
  while (Date.now() < giveUpAt) {
    const answer = hello.parse(await client.db("admin").command({ hello: 1 }));
    if (answer.isWritablePrimary && answer.me === host) return;
    hooks.signal?.throwIfAborted();
    await wait(LOOK_AGAIN_MS);
  }
  throw new Trouble("mongod did not become primary in a minute.", `Its log: ${child.logFile}`);
}

/** Makes the replica set the first time; corrects the member's address when the port has changed since. */
async function configure(client: MongoClient, host: string): Promise<void> {
  const admin = client.db("admin");
  const members = [{ _id: 0, host }];
  const state = await statusCode(client);
  if (state === NOT_YET_INITIALIZED) {
    await admin.command({ replSetInitiate: { _id: REPLICA_SET, members } });
  } else if (state === INVALID_REPLICA_SET_CONFIG) {
    const { config } = configuration.parse(await admin.command({ replSetGetConfig: 1 }));
    const moved = { ...config, version: config.version + 1, members };
    // Forced, since a set whose only member does not know itself has no primary to ask.
    await admin.command({ replSetReconfig: moved, force: true });
  }
}

async function statusCode(client: MongoClient): Promise<number> {
  try {
    await client.db("admin").command({ replSetGetStatus: 1 });
    return 0;
  } catch (failure) {
    if (failure instanceof MongoServerError && typeof failure.code === "number") return failure.code;
    throw failure;
  }
}

/** The number of the process that answers: on a taken port it would be another mongod's. */
async function processOf(client: MongoClient): Promise<number> {
  const answer = await client.db("admin").command({ serverStatus: 1, metrics: 0, wiredTiger: 0 });
  return status.parse(answer).pid;
}

/** Does something with the mongod of a port, whatever its state in a replica set. */
export async function withMongod<T>(port: number, work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(`mongodb://${loopback}:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 1_000,
  });
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.close();
  }
}
