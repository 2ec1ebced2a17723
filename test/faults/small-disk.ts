/**
 * A disk that is full: mongod's data lies on a small file system of its own, in memory, which only root can make.
 */
import { execFile } from "node:child_process";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { openStrongholdOn, type Stronghold } from "../support/stronghold.ts";
import type { Fault } from "./faults.ts";

const run = promisify(execFile);

/** Holds MongoDB's journal and some tens of thousands of members. */
const sizeMb = 600;
const piece = Buffer.alloc(1_048_576);

export type SmallDisk = Stronghold & { readonly disk: string };

/** Opens a house on a small disk; null where this machine does not let us make one. */
export async function openOnSmallDisk(environment: Record<string, string>): Promise<SmallDisk | null> {
  const disk = await mkdtemp(join(tmpdir(), "rollcall-disk-"));
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${sizeMb}m`, "rollcall", disk]);
  } catch {
    await rm(disk, { recursive: true });
    return null;
  }
  const stronghold = await openStrongholdOn(disk, environment);
  return {
    ...stronghold,
    disk,
    close: async () => {
      await stronghold.close();
      await run("umount", [disk]);
      await rm(disk, { recursive: true });
    },
  };
}

export const diskFaults: Readonly<Record<string, Fault<SmallDisk>>> = {
  "mongod's disk is full": {
    lasts: "a while",
    strike: async ({ disk, killMongod, house: { deps } }) => {
      const filler = join(disk, "filler");
      await fill(filler);
      // It does not notice before it must make room; a checkpoint comes every minute, or now.
      const checkpoint = deps.store.client.db("admin").command({ fsync: 1 });
      await checkpoint.catch(() => undefined);
      return async () => {
        await rm(filler);
        // It has ended by itself, or cannot go on.
        await killMongod();
      };
    },
  },
};

/** Writes until there is no room. */
async function fill(path: string): Promise<void> {
  const file = await open(path, "w");
  try {
    for (;;) await file.write(piece);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  } finally {
    await file.close();
  }
}
