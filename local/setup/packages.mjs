/**
 * Installs the packages that package-lock.json names, when they are not there yet.
 * It runs before every npm script, on any Node from 20 on and with nothing installed; with the packages in place it
 * only compares two files. After it, `node` in an npm script is the Node of the package `node`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { takeLock } from "./lock.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const modules = join(root, "node_modules");
const windows = process.platform === "win32";

if (!installed()) {
  const lock = await waitForLock();
  try {
    if (!installed()) install();
  } finally {
    lock.release();
  }
}

/** Whether npm's own record of node_modules agrees with package-lock.json; optional packages may be absent. */
function installed() {
  if (!existsSync(join(modules, ".bin", windows ? "node.cmd" : "node"))) return false;
  const wanted = readPackages(join(root, "package-lock.json"));
  const present = readPackages(join(modules, ".package-lock.json"));
  if (wanted === null || present === null) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = present[path];
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return null;
  }
}

/** Two installs at the same time would wreck each other: the second waits, and then finds everything there. */
async function waitForLock() {
  const folder = join(root, ".cache");
  mkdirSync(folder, { recursive: true });
  for (let said = false; ; said = true) {
    const lock = takeLock(join(folder, "packages.lock"));
    if (lock.heldBy === null) return lock;
    if (!said) console.log(`Waiting for process ${lock.heldBy}, which is installing the packages ...`);
    await wait(200);
  }
}

function install() {
  console.log("Installing the packages ...");
  const began = Date.now();
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    shell: windows,
  });
  if (npm.status !== 0) {
    fail(`npm could not install the packages (${npm.error?.message ?? "its message is above"}).`, "npm ci");
  }
  const node = spawnSync(join(modules, ".bin", "node"), ["--version"], { encoding: "utf8", shell: windows });
  if (node.status !== 0) {
    fail(
      "The packages are there, but Node 24 is not: npm did not run its install script.",
      "npm rebuild node --ignore-scripts=false",
    );
  }
  const seconds = ((Date.now() - began) / 1_000).toFixed(0);
  console.log(`Installed the packages in ${seconds} s; from here on Node is ${node.stdout.trim()}.`);
}

function fail(what, command) {
  console.error(`\n${what}\nTo see more and try again: ${command}`);
  process.exit(1);
}
