/**
 * A house whose servers are the test's own, to be killed, starved and cut off: they keep their ports, so what comes
 * back is found again.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Mongod, startMongod } from "../../local/services/mongod.ts";
import { type MongodSet, startMongodSet } from "../../local/services/mongod-set.ts";
import { freePort } from "../../local/services/ports.ts";
import { type RedisServer, startRedis } from "../../local/services/redis.ts";
import { type House, openHouse } from "./house.ts";
import { type Link, openLink } from "./link.ts";

export type Stronghold = {
  readonly house: House;
  /** Kills mongod, and starts it on what it had journaled. */
  killMongod(): Promise<void>;
  /** Kills redis; it stays away until it is started. */
  killRedis(): Promise<void>;
  /** Starts redis again, as it was or empty. */
  startRedis(how: "kept" | "wiped"): Promise<void>;
  killApi(): Promise<void>;
  killWorker(): Promise<void>;
  /** The numbers of the servers' processes. */
  pids(): { readonly mongod: number; readonly redis: number };
  readonly redisUrl: string;
  close(): Promise<void>;
};

/** What stands between a process and a server. */
export const linkNames = [
  "API–MongoDB",
  "API–Redis",
  "worker–MongoDB",
  "worker–Redis",
  "worker–SMTP",
] as const;
type LinkName = (typeof linkNames)[number];

/** A stronghold whose processes have links to the servers, and clocks that can be set. */
export type Linked = Stronghold & {
  readonly links: Readonly<Record<LinkName, Link>>;
  /** Sets the clock of a process ahead by so many milliseconds, or behind. */
  setClock(of: "api" | "worker", aheadMs: number): Promise<void>;
};

type Servers = {
  mongod: Mongod;
  redis: RedisServer;
  readonly folder: string;
  killMongod(): Promise<void>;
  startRedis(how: "kept" | "wiped"): Promise<void>;
  stop(): Promise<void>;
};

export function openStronghold(environment: Record<string, string> = {}): Promise<Stronghold> {
  return openStrongholdOn(null, environment);
}

/** Opens a stronghold whose MongoDB keeps its data in a folder that is there and empty. */
export async function openStrongholdOn(
  mongodFolder: string | null,
  environment: Record<string, string>,
): Promise<Stronghold> {
  const servers = await startServers(mongodFolder);
  const { mongod, redis } = servers;
  const house = await openHouse({ mongoUri: mongod.uri, redisUrl: redis.uri, environment }).catch(
    stopFirst(servers),
  );
  return strongholdOf(house, servers);
}

/** Opens a stronghold with links and clocks; the test itself looks at MongoDB past the links. */
export async function openLinked(environment: Record<string, string> = {}): Promise<Linked> {
  const servers = await startServers();
  const { mongod, redis, folder } = servers;
  const to = { MongoDB: mongod.port, Redis: redis.port, SMTP: 0 };
  const links = new Map<LinkName, Link>();
  const setClock: Linked["setClock"] = (of, aheadMs) =>
    writeFile(join(folder, `${of}-clock`), String(aheadMs));
  await Promise.all([setClock("api", 0), setClock("worker", 0)]);
  const house = await openHouse({
    mongoUri: mongod.uri,
    redisUrl: redis.uri,
    environment,
    wire: async ({ MONGODB_URI = "", SMTP_URL = "" }) => {
      to.SMTP = Number(new URL(SMTP_URL).port);
      for (const name of linkNames) links.set(name, await openLink({ port: to[serverOf(name)] }));
      const own = (of: "api" | "worker", name: "API" | "worker") => ({
        // Directly: a replica set would name its members, past the link.
        MONGODB_URI: through(MONGODB_URI, links.get(`${name}–MongoDB`), "directConnection=true"),
        REDIS_URL: through(redis.uri, links.get(`${name}–Redis`)),
        NODE_OPTIONS: `--import ${shiftClock(join(folder, `${of}-clock`))}`,
      });
      const mail = { SMTP_URL: through(SMTP_URL, links.get("worker–SMTP")) };
      return { api: own("api", "API"), worker: { ...own("worker", "worker"), ...mail } };
    },
  }).catch(stopFirst(servers));
  const stronghold = strongholdOf(house, servers);
  return {
    ...stronghold,
    links: recordOf(links),
    setClock,
    close: async () => {
      for (const link of links.values()) link.set("sound");
      await stronghold.close();
      await Promise.all([...links.values()].map((link) => link.close()));
    },
  };
}

/** A house on a replica set of three. */
export type Trio = { readonly house: House; readonly set: MongodSet; close(): Promise<void> };

export async function openTrio(
  electionTimeoutMs: number,
  environment: Record<string, string> = {},
): Promise<Trio> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-trio-"));
  const set = await startMongodSet({ dataDir: join(folder, "mongod"), members: 3, electionTimeoutMs });
  const redis = await startRedis({ dataDir: join(folder, "redis") });
  const servers = { stop: async () => void (await Promise.all([set.stop(), redis.stop()])) };
  const house = await openHouse({ mongoUri: set.uri, redisUrl: redis.uri, environment }).catch(
    stopFirst(servers),
  );
  return {
    house,
    set,
    close: async () => {
      await house.close();
      await servers.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A house that cannot be opened leaves no servers behind. */
function stopFirst(servers: Pick<Servers, "stop">): (failure: unknown) => Promise<never> {
  return async (failure) => {
    await servers.stop();
    throw failure;
  };
}

async function startServers(mongodFolder: string | null = null): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-stronghold-"));
  const mongodAt = { dataDir: mongodFolder ?? join(folder, "mongod"), port: await freePort() };
  const redisAt = { dataDir: join(folder, "redis"), port: await freePort() };
  const servers: Servers = {
    mongod: await startMongod(mongodAt),
    redis: await startRedis(redisAt),
    folder,
    killMongod: async () => {
      await servers.mongod.kill();
      servers.mongod = await startMongod(mongodAt);
    },
    startRedis: async (how) => {
      if (how === "wiped") await rm(redisAt.dataDir, { recursive: true, force: true });
      servers.redis = await startRedis(redisAt);
    },
    stop: async () => {
      await Promise.all([servers.mongod.stop(), servers.redis.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  return servers;
}

function strongholdOf(house: House, servers: Servers): Stronghold {
  return {
    house,
    killMongod: servers.killMongod,
    killRedis: async () => void (await servers.redis.kill()),
    startRedis: servers.startRedis,
    killApi: async () => {
      await house.api.kill();
      await house.startApi();
    },
    killWorker: async () => {
      await house.worker.kill();
      await house.startWorker();
    },
    pids: () => ({ mongod: servers.mongod.pid, redis: servers.redis.pid }),
    redisUrl: servers.redis.uri,
    close: async () => {
      await house.close();
      await servers.stop();
    },
  };
}

function serverOf(name: LinkName): "MongoDB" | "Redis" | "SMTP" {
  if (name.endsWith("MongoDB")) return "MongoDB";
  return name.endsWith("Redis") ? "Redis" : "SMTP";
}

function through(uri: string, link: Link | undefined, query = ""): string {
  const url = new URL(uri);
  url.port = String(link?.port);
  url.search = query;
  return url.href;
}

function shiftClock(file: string): string {
  const url = pathToFileURL(join(import.meta.dirname, "shift-clock.ts"));
  url.searchParams.set("file", file);
  return url.href;
}

function recordOf(links: ReadonlyMap<LinkName, Link>): Linked["links"] {
  const linkOf = (name: LinkName) => {
    const link = links.get(name);
    if (!link) throw new Error(`there is no link ${name}`);
    return link;
  };
  return {
    "API–MongoDB": linkOf("API–MongoDB"),
    "API–Redis": linkOf("API–Redis"),
    "worker–MongoDB": linkOf("worker–MongoDB"),
    "worker–Redis": linkOf("worker–Redis"),
    "worker–SMTP": linkOf("worker–SMTP"),
  };
}
