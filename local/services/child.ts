/**
 * A child process whose output goes to a file, and the waiting until it is ready.
 * It lives in a process group of its own, so that Ctrl-C in a terminal reaches us alone and the order of stopping is ours.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, renameSync, statSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { childEnvironment } from "../settings.ts";
import { Trouble } from "../trouble.ts";
import { lastWords, sizeOf } from "./log-file.ts";

const LOG_MAX_BYTES = 20 * 1024 * 1024;
const STOP_MS = 20_000;
const READY_MS = 60_000;
const LOOK_AGAIN_MS = 25;

/** How a process ended, in words: "exit code 1", "signal SIGKILL". */
type Exit = string;

/** A process that we started. */
export type Child = {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Where in the log file its own output begins. */
  readonly logFrom: number;
  /** How it ended; null while it runs. */
  exit(): Exit | null;
  readonly exited: Promise<Exit>;
  /** Asks it to end (SIGTERM), and kills it when it has not after 20 seconds. */
  stop(): Promise<Exit>;
  /** Kills it (SIGKILL). */
  kill(): Promise<Exit>;
};

/** What a starter tells while it works, and what makes it give up. */
export type Hooks = { readonly signal?: AbortSignal; readonly onSpawn?: (child: Child) => void };

/** What to start. */
export type Command = {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly environment?: Record<string, string | undefined>;
  readonly logFile: string;
};

/**
 * Starts a process and waits until it is ready.
 * @param isReady is asked again and again; what it throws counts as "not yet"
 * @throws Trouble with the process's last words when it ends first or is not ready in a minute
 */
export async function startChild(
  command: Command,
  isReady: (child: Child) => Promise<boolean>,
  hooks: Hooks,
): Promise<Child> {
  hooks.signal?.throwIfAborted();
  const child = await spawnChild(command);
  try {
    hooks.onSpawn?.(child);
    await untilReady(child, isReady, hooks);
    return child;
  } catch (failure) {
    // Whoever gets no child cannot stop it either.
    await child.stop();
    throw failure;
  }
}

async function untilReady(
  child: Child,
  isReady: (child: Child) => Promise<boolean>,
  { signal }: Hooks,
): Promise<void> {
  const giveUpAt = Date.now() + READY_MS;
  while (Date.now() < giveUpAt) {
    if (child.exit() === null && (await isReady(child).catch(() => false))) return;
    const exit = child.exit();
    if (exit !== null) throw await startFailed(child, `ended at once (${exit})`);
    signal?.throwIfAborted();
    await wait(LOOK_AGAIN_MS);
  }
  throw await startFailed(child, `was not ready after ${READY_MS / 1_000} seconds`);
}

async function spawnChild(command: Command): Promise<Child> {
  rotate(command.logFile);
  const log = openSync(command.logFile, "a", 0o600);
  const logFrom = await sizeOf(command.logFile);
  const started = spawn(command.program, command.args, {
    env: childEnvironment(command.environment),
    stdio: ["ignore", log, log],
    detached: true,
  });
  closeSync(log);
  await once(started, "spawn");
  const { name, logFile } = command;
  let exit: Exit | null = null;
  const exited = new Promise<Exit>((resolve) => {
    started.once("exit", (code, signal) => {
      exit = signal === null ? `exit code ${code}` : `signal ${signal}`;
      resolve(exit);
    });
  });
  const kill = () => {
    started.kill("SIGKILL");
    return exited;
  };
  const stop = async () => {
    started.kill("SIGTERM");
    const timer = setTimeout(kill, STOP_MS);
    return exited.finally(() => clearTimeout(timer));
  };
  // A process that has spawned has a number.
  return { name, pid: started.pid ?? 0, logFile, logFrom, exit: () => exit, exited, stop, kill };
}

async function startFailed(child: Child, how: string): Promise<Trouble> {
  const words = await lastWords(child.logFile, child.logFrom);
  if (/ENOSPC|no space left/i.test(words)) {
    return new Trouble(
      `${child.name} ${how}: the disk of ${child.logFile} is full.`,
      "Free some space, or use another disk: ROLLCALL_DATA=/path/to/folder npm start",
    );
  }
  return new Trouble(`${child.name} ${how}. Its last words:\n${words}`, `All of its log: ${child.logFile}`);
}

function rotate(logFile: string): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_MAX_BYTES) renameSync(logFile, `${logFile}.old`);
}
