/**
 * What a measurement stands on: real servers of its own, a house with production settings, an organization.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enableScim } from "../../api/organization/directory/keys.ts";
import { createOrganization } from "../../api/organization/settings/organizations.ts";
import { startMongod } from "../../local/services/mongod.ts";
import { startRedis } from "../../local/services/redis.ts";
import { type House, openHouse } from "../support/house.ts";
import { entraUser } from "../support/scim-client.ts";
import { jsonHeaders } from "./load.ts";

export type Stage = {
  readonly house: House;
  readonly mongoUri: string;
  readonly folder: string;
  /** Makes an organization; gives back how its directory calls. */
  organization(id: string): Promise<Caller>;
  close(): Promise<void>;
};

export type Caller = {
  readonly id: string;
  readonly url: string;
  readonly base: string;
  readonly headers: Record<string, string>;
};

const production = {
  LOG_LEVEL: "info",
  SWEEP_EVERY_MS: "5000",
  SWEEP_GRACE_MS: "10000",
  JOB_LOCK_MS: "15000",
  MAIL_BACKOFF_MS: "5000",
};

export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-bench-"));
  const mongod = await startMongod({ dataDir: join(folder, "mongod") });
  const redis = await startRedis({ dataDir: join(folder, "redis") });
  const house = await openHouse({
    mongoUri: mongod.uri,
    redisUrl: redis.uri,
    environment: production,
    worker: false,
    keepMails: false,
  });
  return {
    house,
    mongoUri: mongod.uri,
    folder,
    organization: async (id) => {
      await createOrganization(house.deps, {
        id,
        name: id,
        owner: `owner@${id}.example`,
        plan: "enterprise",
        seats: 10_000_000,
      });
      const { scimUrl, scimKey } = await enableScim(house.deps, id);
      const { origin, pathname } = new URL(scimUrl);
      return {
        id,
        url: origin,
        base: pathname,
        headers: { ...jsonHeaders, authorization: `Bearer ${scimKey}` },
      };
    },
    close: async () => {
      await house.close();
      await Promise.all([mongod.stop(), redis.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Posts of users, each another. */
export function userPosts(base: string, prefix: string) {
  let n = 0;
  return () => {
    n += 1;
    return { method: "POST" as const, path: `${base}/Users`, body: entraUser(`${prefix}-${n}@load.example`) };
  };
}

/** The resident memory of a process, in MB. */
export function residentMb(pid: number): Promise<number> {
  return statusMb(pid, /VmRSS:\s+(\d+)/);
}

/** The most resident memory that a process had, in MB; `forget` makes it count from now on. */
export async function peakMb(pid: number, then?: "forget"): Promise<number> {
  const peak = await statusMb(pid, /VmHWM:\s+(\d+)/);
  if (then === "forget") await writeFile(`/proc/${pid}/clear_refs`, "5");
  return peak;
}

async function statusMb(pid: number, pattern: RegExp): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(pattern.exec(status)?.[1] ?? 0) / 1024);
}
