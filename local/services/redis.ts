/**
 * A redis-server of our own on the loopback interface.
 * It keeps every write in an append-only file and never throws a key away to make room.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Redis } from "ioredis";
import { findRedisProgram } from "../setup/redis.ts";
import { type Child, type Hooks, startChild } from "./child.ts";
import { freePort, loopback } from "./ports.ts";

/** Where a redis-server keeps its data and listens; each has its default. */
export type RedisOptions = {
  /** Made if need be. */
  readonly dataDir: string;
  /** Any free port if missing. */
  readonly port?: number;
  readonly logFile?: string;
};

/** A running redis-server. */
export type RedisServer = Child & { readonly uri: string; readonly port: number };

/**
 * Starts redis-server on a data folder, new or old, and waits until it answers.
 * @throws Trouble with its last words when it does not start
 */
export async function startRedis(options: RedisOptions, hooks: Hooks = {}): Promise<RedisServer> {
  const { path } = await findRedisProgram();
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const port = options.port ?? (await freePort());
  const place = ["--bind", loopback, "--port", String(port), "--dir", options.dataDir];
  const keep = ["--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction"];
  const child = await startChild(
    {
      name: "redis",
      program: path,
      args: [...place, ...keep, "--daemonize", "no"],
      logFile: options.logFile ?? join(options.dataDir, "redis.log"),
    },
    async ({ pid }) => (await processOf(port)) === pid,
    hooks,
  );
  return { ...child, port, uri: `redis://${loopback}:${port}` };
}

/** The number of the process that answers once the append-only file is read: on a taken port it would be another's. */
async function processOf(port: number): Promise<number> {
  const redis = new Redis({ host: loopback, port, lazyConnect: true, retryStrategy: null });
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    return Number(/process_id:(\d+)/.exec(await redis.info("server"))?.[1]);
  } finally {
    redis.disconnect();
  }
}
