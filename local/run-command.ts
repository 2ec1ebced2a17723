/**
 * Runs one of the project's command lines with the servers of the start that is running on this machine, unless the
 * environment names others.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { childEnvironment, projectFolder, readSettings } from "./settings.ts";

const run = z.object({ scimUrl: z.url(), mongoUri: z.string(), redisUrl: z.string() });

/**
 * Runs it with the arguments of this process, and ends as it ends.
 * @param script path within the project
 */
export function runCommand(script: string): void {
  const args = process.argv.slice(2);
  const { mongodbUri, dataFolder } = readSettings();
  const servers = mongodbUri === null ? serversOfStart(dataFolder) : {};
  if (servers === null && args.length > 0 && args[0] !== "help") {
    console.error(
      `Nothing is running on ${dataFolder}. Type npm start first, or set MONGODB_URI and REDIS_URL.`,
    );
    process.exitCode = 1;
    return;
  }
  const { status } = spawnSync(process.execPath, [join(projectFolder, script), ...args], {
    env: childEnvironment(servers ?? {}),
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}

/** Where the servers of a running start are; null while none is running on that data. */
function serversOfStart(folder: string): Record<string, string> | null {
  try {
    const { scimUrl, mongoUri, redisUrl } = run.parse(
      JSON.parse(readFileSync(join(folder, "run.json"), "utf8")),
    );
    return { MONGODB_URI: mongoUri, REDIS_URL: redisUrl, PUBLIC_URL: new URL(scimUrl).origin };
  } catch {
    return null;
  }
}
