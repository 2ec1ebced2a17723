/**
 * Makes sure that there are a MongoDB and a Redis, and prints where they are; with `--pages` also the built pages and a
 * browser to open them in. It starts nothing; what it had to get is in the cache for the next time.
 */
import { parseArgs } from "node:util";
import { describeFailure } from "../trouble.ts";
import { findChromium } from "./chromium.ts";
import { findMongod, type MongodSource } from "./mongod.ts";
import { ensurePages } from "./pages.ts";
import { findRedisServer, type RedisSource } from "./redis.ts";

try {
  const { values } = parseArgs({ options: { pages: { type: "boolean", default: false } } });
  console.log(describe("mongod", await findMongod()));
  console.log(describe("redis-server", await findRedisServer()));
  if (values.pages) {
    console.log(describe("chromium", await findChromium()));
    await ensurePages();
  }
} catch (failure) {
  console.error(`\n${describeFailure(failure)}`);
  process.exitCode = 1;
}

function describe(name: string, source: MongodSource | RedisSource): string {
  if ("uri" in source) return `${name}: the server named by the environment`;
  return `${name} ${source.version}: ${source.path} (${source.from})`;
}
