/**
 * The processes of a start, as a file in the data folder.
 * It is written with every spawn, so that the next start finds what a killed one has left running.
 */
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { type DataFolder, readText, removeFile, writeText } from "./data-folder.ts";
import { processBirth } from "./setup/lock.mjs";

const FILE = "processes.json";
const STOP_MS = 15_000;
const LOOK_AGAIN_MS = 50;

const entry = z.object({ name: z.string(), pid: z.number().int().positive(), birth: z.string() });
type Entry = z.infer<typeof entry>;

/** The record of this start's processes; the latest of a name replaces the one before. */
export type ProcessRecord = {
  readonly note: (name: string, pid: number) => void;
  readonly clear: () => void;
};

/**
 * Begins a new record.
 * @throws Trouble when the disk is full
 */
export function openProcessRecord(folder: DataFolder): ProcessRecord {
  const entries = new Map<string, Entry>();
  return {
    note: (name, pid) => {
      const birth = processBirth(pid);
      if (birth !== null) entries.set(name, { name, pid, birth });
      writeText(folder, FILE, JSON.stringify([...entries.values()]));
    },
    clear: () => removeFile(folder, FILE),
  };
}

/**
 * Stops what an earlier start has left running.
 * @returns the names of what was stopped
 */
export async function stopLeftovers(folder: DataFolder): Promise<string[]> {
  const left = readEntries(folder).filter(isRunning).reverse();
  // The other way round than they were started: who needs a server goes before the server.
  for (const { pid } of left) signal(pid, "SIGTERM");
  const giveUpAt = Date.now() + STOP_MS;
  while (left.some(isRunning) && Date.now() < giveUpAt) await wait(LOOK_AGAIN_MS);
  for (const { pid } of left.filter(isRunning)) signal(pid, "SIGKILL");
  while (left.some(isRunning)) await wait(LOOK_AGAIN_MS);
  removeFile(folder, FILE);
  return left.map(({ name }) => name);
}

function readEntries(folder: DataFolder): Entry[] {
  try {
    return z.array(entry).parse(JSON.parse(readText(folder, FILE) ?? "[]"));
  } catch {
    return [];
  }
}

/** The same process, not another that has got its number since. */
function isRunning({ pid, birth }: Entry): boolean {
  return processBirth(pid) === birth;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in the meantime.
  }
}
