/**
 * Everywhere that a secret could have got to: each place as one text, by its name.
 */
import { readFile } from "node:fs/promises";
import { Redis } from "ioredis";
import type { House } from "../support/house.ts";

export type Places = Readonly<Record<string, string>>;

/** What is kept and told at this moment. */
export async function placesOf(house: House): Promise<Places> {
  const [api, worker] = await Promise.all(house.logs.map((file) => readFile(file, "utf8")));
  const logs = { "log of the API": api ?? "", "log of the worker": worker ?? "" };
  return {
    ...logs,
    database: await databaseOf(house),
    redis: await redisOf(house),
    "metrics of the API": await metricsOf(logs["log of the API"]),
    "metrics of the worker": await metricsOf(logs["log of the worker"]),
  };
}

async function databaseOf({ deps }: House): Promise<string> {
  const { database } = deps.store;
  const lines: string[] = [];
  for (const { name } of await database.listCollections({}, { nameOnly: true }).toArray())
    for await (const document of database.collection(name).find({}))
      lines.push(`${name} ${JSON.stringify(document)}`);
  return lines.join("\n");
}

/** Every key of the house with what it holds. */
export async function redisOf({ environment, deps }: House): Promise<string> {
  const redis = new Redis(deps.config.REDIS_URL);
  const lines: string[] = [];
  try {
    for await (const keys of redis.scanStream({ match: `${environment["QUEUE_PREFIX"]}:*`, count: 1_000 })) {
      for (const key of keys) lines.push(`${key} ${JSON.stringify(await contentOf(redis, key))}`);
    }
  } finally {
    redis.disconnect();
  }
  return lines.join("\n");
}

async function contentOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case "string":
      return redis.get(key);
    case "hash":
      return redis.hgetall(key);
    case "list":
      return redis.lrange(key, 0, -1);
    case "set":
      return redis.smembers(key);
    case "zset":
      return redis.zrange(key, 0, -1, "WITHSCORES");
    case "stream":
      return redis.xrange(key, "-", "+");
    default:
      return null;
  }
}

/** The operators' port of a process is named in its log. */
export function opsUrlOf(log: string): string {
  const port = [...log.matchAll(/"opsPort":(\d+)/g)].at(-1)?.[1];
  if (port === undefined) throw new Error("the log names no port for operators");
  return `http://127.0.0.1:${port}`;
}

async function metricsOf(log: string): Promise<string> {
  return (await fetch(`${opsUrlOf(log)}/metrics`)).text();
}

/** The ways in which a secret could stand in a text. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const inBase64 = bytes.toString("base64").replace(/=+$/, "");
  return [secret, encodeURIComponent(secret), bytes.toString("hex"), inBase64, bytes.toString("base64url")];
}

/** The names of the places that a secret got to. */
export function placesWith(secret: string, places: Places): string[] {
  const forms = formsOf(secret);
  return Object.entries(places).flatMap(([name, text]) =>
    forms.some((form) => text.includes(form)) ? [name] : [],
  );
}
