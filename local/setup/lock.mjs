/**
 * A lock file that names its holder: the process and the moment it was born.
 * A holder that is gone, killed without a chance to clean up, never keeps the lock. Plain JavaScript, since
 * `packages.mjs` runs before anything is installed.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

const WRITING_MS = 1_000;

/**
 * Takes the lock, or says who has it.
 * @param {string} path of the lock file; its folder must exist
 * @returns {{ heldBy: null, release: () => void } | { heldBy: number }}
 */
export function takeLock(path) {
  const mine = `${process.pid} ${processBirth(process.pid)}`;
  const giveUpAt = Date.now() + WRITING_MS;
  for (;;) {
    if (create(path, mine)) return { heldBy: null, release: () => rmSync(path, { force: true }) };
    const holder = read(path);
    if (holder === null) continue;
    const [pid, birth] = split(holder);
    if (pid > 0 && processBirth(pid) === birth) return { heldBy: pid };
    // A lock without content is being written this moment, or its writer died in between.
    if (holder === "" && Date.now() < giveUpAt) pause(20);
    else removeStale(path, holder);
  }
}

/**
 * When a process was born, in whatever words the system has for it: equal for the same process only, so that a
 * number used again is not mistaken for it.
 * @param {number} pid
 * @returns {string | null} null when there is no such process
 */
export function processBirth(pid) {
  try {
    if (process.platform !== "linux") {
      return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || null;
    }
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" ? null : (fields[18] ?? null);
  } catch {
    return null;
  }
}

function create(path, text) {
  try {
    writeFileSync(path, text, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

function split(holder) {
  const space = holder.indexOf(" ");
  return [Number(holder.slice(0, space)), holder.slice(space + 1)];
}

/** Two may find the same stale lock: whoever moves away a lock that has become another's puts it back. */
function removeStale(path, holder) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  if (read(aside) === holder) rmSync(aside, { force: true });
  else renameSync(aside, path);
}

function pause(waitMs) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs);
}
