/**
 * A process of the project itself: the API, a worker, the mailbox.
 * It is ready when it has logged `ready`.
 */
import { join } from "node:path";
import { projectFolder } from "../settings.ts";
import { type Child, type Hooks, startChild } from "./child.ts";
import { saidReady } from "./log-file.ts";

/** As the scripts `api` and `worker` of package.json: a small nursery keeps the resident memory down. */
const nodeFlags = ["--max-semi-space-size=8"];

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
export function startNode(options: NodeOptions, hooks: Hooks = {}): Promise<Child> {
  const { name, script, args = [], environment = {}, logFile } = options;
  const command = {
    name,
    program: process.execPath,
    args: [...nodeFlags, join(projectFolder, script), ...args],
    environment,
    logFile,
  };
  return startChild(command, (child) => saidReady(child.logFile, child.logFrom), hooks);
}
