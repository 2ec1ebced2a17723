/**
 * The folder in which downloads are kept from one run to the next.
 * A download appears in it whole or not at all, also when two want the same one at the same time.
 */
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { readSettings } from "../settings.ts";
import { Trouble } from "../trouble.ts";
import { takeLock } from "./lock.mjs";

/** The first cache folder that can be written, made if need be. */
export async function cacheFolder(): Promise<string> {
  const { cacheFolders } = readSettings();
  for (const folder of cacheFolders) {
    if (await canWrite(folder)) return folder;
  }
  throw new Trouble(
    `There is no place for downloads: ${cacheFolders.join(" and ")} cannot be written.`,
    "Name one that can: XDG_CACHE_HOME=/path/to/folder npm start",
  );
}

/** Runs `work` while nobody else, in any process, runs work of this name. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  return aloneAt(join(await cacheFolder(), `${name}.lock`), work);
}

/**
 * Runs `work` while nobody else, in any process, holds this lock file.
 * @param path of the lock file; its folder must exist
 */
export async function aloneAt<T>(path: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const lock = takeLock(path);
    if (lock.heldBy === null) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    await wait(200);
  }
}

/**
 * Fills a folder of the cache: `fill` works in a draft that takes the folder's place only when it has succeeded.
 * @param folder in the cache; what it held before is gone afterwards
 */
export async function fillFolder(folder: string, fill: (draft: string) => Promise<void>): Promise<void> {
  const draft = await mkdtemp(join(dirname(folder), "draft-"));
  try {
    await fill(draft);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function canWrite(folder: string): Promise<boolean> {
  const probe = join(folder, `probe-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, "");
    await rm(probe);
    return true;
  } catch {
    return false;
  }
}
