/**
 * A process of the project itself: the API, a worker, the mailbox.
 * It is ready when it has logged `ready`.
 */
import { join } from "node:path";
import { projectFolder } from "../settings.ts";
import { cacheFolder } from "../setup/cache.ts";
import { type Child, type Hooks, startChild } from "./child.ts";
import { saidReady } from "./log-file.ts";

/** As in the scripts of package.json. Bounds keep the resident memory down; what a worker reads at once is bounded. */
const nodeFlags: Readonly<Record<string, readonly string[]>> = {
  "api/main.ts": ["--max-semi-space-size=8"],
  "worker/main.ts": ["--max-semi-space-size=8", "--max-old-space-size=160"],
};

/** Which script to run, and how. */
export type NodeOptions = {
  readonly name: string;
  /** Path within the project. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly environment?: Record<string, string | undefined>;
  readonly logFile: string;
};

/**
 * Starts a script of the project with the Node that runs us.
 * @throws Trouble with its last words when it does not start
 */
export async function startNode(options: NodeOptions, hooks: Hooks = {}): Promise<Child> {
  const { name, script, args = [], environment = {}, logFile } = options;
  const compiled = join(await cacheFolder(), "compiled");
  const command = {
    name,
    program: process.execPath,
    args: [...(nodeFlags[script] ?? []), join(projectFolder, script), ...args],
    // What was compiled once is not compiled again: a process starts in half of the time.
    environment: { NODE_COMPILE_CACHE: compiled, MAIL_TEMPLATES_CACHE: compiled, ...environment },
    logFile,
  };
  return startChild(command, (child) => saidReady(child.logFile, child.logFrom), hooks);
}
