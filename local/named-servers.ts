/**
 * The servers that the environment names instead of ours: looked at before anything is started.
 * What is wrong with them is said in terms of the variable that names them.
 */
import { Redis } from "ioredis";
import { MongoClient } from "mongodb";
import type { Settings } from "./settings.ts";
import { Trouble } from "./trouble.ts";

const ANSWER_MS = 5_000;

/**
 * Checks that the named servers answer and do what is needed.
 * @throws Trouble that names the variable
 */
export async function checkNamedServers({ mongodbUri, redisUrl }: Settings): Promise<void> {
  if (mongodbUri !== null) await checkMongodb(mongodbUri);
  if (redisUrl !== null) await checkRedis(redisUrl);
}

async function checkMongodb(uri: string): Promise<void> {
  const found = await replicaSetOf(uri).catch((cause: unknown) => {
    throw unreachable("MONGODB_URI", "a MongoDB", cause);
  });
  if (found === null) {
    throw new Trouble(
      "MONGODB_URI names a MongoDB that is no replica set, so that it has no transactions.",
      "Start it with --replSet, or leave MONGODB_URI away to get one started for you.",
    );
  }
}

/** The name of the replica set; null when there is none. A sharded cluster counts as one. */
async function replicaSetOf(uri: string): Promise<string | null> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: ANSWER_MS });
  try {
    const { setName, msg } = await client.db("admin").command({ hello: 1 });
    return setName ?? (msg === "isdbgrid" ? msg : null);
  } finally {
    await client.close();
  }
}

async function checkRedis(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: null, connectTimeout: ANSWER_MS });
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    await redis.ping();
  } catch (cause) {
    throw unreachable("REDIS_URL", "a Redis", cause);
  } finally {
    redis.disconnect();
  }
}

function unreachable(variable: string, what: string, cause: unknown): Trouble {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Trouble(
    `${variable} names ${what} that does not answer: ${why}`,
    `Start it, correct ${variable}, or leave it away to get one started for you.`,
    { cause },
  );
}
