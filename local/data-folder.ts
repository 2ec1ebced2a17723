/**
 * The folder in which everything is kept between two starts.
 * One start at a time has it, nobody else may read it, and its own files are written whole or not at all.
 */
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { takeLock } from "./setup/lock.mjs";
import { errorCode, Trouble } from "./trouble.ts";

const FREE_MIN_BYTES = 500 * 1024 * 1024;

/** An open data folder. */
export type DataFolder = { readonly path: string; readonly release: () => void };

/**
 * Opens the data folder, making it if need be, for this process alone.
 * @throws Trouble when another start has it, its disk is full or it cannot be written
 */
export function openDataFolder(path: string): DataFolder {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
    checkSpace(path);
    const lock = takeLock(join(path, "start.lock"));
    if (lock.heldBy === null) return { path, release: lock.release };
    throw new Trouble(
      `Rollcall is running already on ${path} (process ${lock.heldBy}).`,
      `Use that one, or stop it: kill ${lock.heldBy}\nFor another beside it: PORT=3100 ROLLCALL_DATA=/path/to/folder npm start`,
    );
  } catch (failure) {
    throw explain(failure, path);
  }
}

/** A place within the folder. */
export function within(folder: DataFolder, name: string): string {
  return join(folder.path, name);
}

/** The text of a file of the folder; null when there is none. */
export function readText(folder: DataFolder, name: string): string | null {
  const path = within(folder, name);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** Writes a file of the folder, readable by its owner only. */
export function writeText(folder: DataFolder, name: string, text: string): void {
  const path = within(folder, name);
  try {
    writeFileSync(`${path}.draft`, text, { mode: 0o600 });
    renameSync(`${path}.draft`, path);
  } catch (failure) {
    throw explain(failure, folder.path);
  }
}

/** Removes a file of the folder, if it is there. */
export function removeFile(folder: DataFolder, name: string): void {
  rmSync(within(folder, name), { force: true });
}

/** A secret that is made once and then stays the same. */
export function keptSecret(folder: DataFolder, name: string): string {
  const kept = readText(folder, name);
  if (kept !== null) return kept;
  const made = randomBytes(32).toString("base64url");
  writeText(folder, name, made);
  return made;
}

function checkSpace(path: string): void {
  const { bavail, bsize } = statfsSync(path);
  const free = bavail * bsize;
  if (free < FREE_MIN_BYTES)
    throw diskFull(path, `${Math.floor(free / 1024 / 1024)} MB are free, 500 are needed`);
}

function explain(failure: unknown, path: string): unknown {
  const code = errorCode(failure);
  if (code === "ENOSPC") return diskFull(path, "it is full");
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "ENOTDIR" || code === "EEXIST") {
    return new Trouble(
      `The data folder ${path} cannot be written (${code}).`,
      "Use another: ROLLCALL_DATA=/path/to/folder npm start",
    );
  }
  return failure;
}

function diskFull(path: string, how: string): Trouble {
  return new Trouble(
    `There is too little room on the disk of ${path}: ${how}.`,
    "Free some space, or use another disk: ROLLCALL_DATA=/path/to/folder npm start",
  );
}
