/**
 * The admin's command line as a script uses it: a process of its own, JSON on its standard output.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { cacheFolder } from "../../local/setup/cache.ts";
import type { House } from "./house.ts";
import type { Answer } from "./scim-client.ts";

export type Run = {
  readonly exitCode: number;
  /** What it printed, read as JSON; null where that is none. */
  readonly result: Answer["body"];
  readonly stdout: string;
  readonly stderr: string;
};

const project = join(import.meta.dirname, "..", "..");

/** Runs a command with options, e.g. `run(house, "members", { organization: "acme" })`. */
export function run(house: House, command: string, options: Record<string, string> = {}): Promise<Run> {
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return runWords(house, [command, ...words, "--json"]);
}

/** Runs the command line with words as they are. */
export async function runWords(house: House, words: readonly string[]): Promise<Run> {
  // What was compiled once is not compiled again, as for the processes of a house.
  const NODE_COMPILE_CACHE = join(await cacheFolder(), "compiled");
  const env = { NODE_COMPILE_CACHE, ...process.env, ...house.environment };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join("api", "admin.ts"), ...words],
      { cwd: project, env },
      (error, stdout, stderr) => {
        const exitCode = error ? Number(error.code ?? -1) : 0;
        resolve({ exitCode, result: jsonOf(stdout), stdout, stderr });
      },
    );
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
