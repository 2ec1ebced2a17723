/**
 * The ports of a start: PORT for the API, and free ones near it for the rest.
 * They are kept in the data folder, so that addresses stay the same from one start to the next.
 */
import { z } from "zod";
import { type DataFolder, readText, writeText } from "./data-folder.ts";
import { freePort, freePortFrom, isFree } from "./services/ports.ts";
import { Trouble } from "./trouble.ts";

const FILE = "ports.json";
const NAMES = ["mailbox", "smtp", "mongod", "redis", "apiOps", "workerOps"] as const;

const kept = z.partialRecord(z.enum(["api", ...NAMES]), z.number().int());

/** A port for each listener. */
export type Ports = Record<"api" | (typeof NAMES)[number], number>;

/**
 * Chooses the ports: those of the last start where they are still free.
 * @param wanted the API's port; 0 for any
 * @throws Trouble when the API's port is taken
 */
export async function choosePorts(folder: DataFolder, wanted: number): Promise<Ports> {
  const before = readKept(folder);
  const api = wanted === 0 ? await anyPort(before.api) : wanted;
  if (!(await isFree(api))) {
    throw new Trouble(`Port ${api} is taken by another program.`, `Use another: PORT=${api + 100} npm start`);
  }
  const taken = new Set([api]);
  const next = async (name: (typeof NAMES)[number]) => {
    const last = before[name];
    const stays = last !== undefined && !taken.has(last) && (await isFree(last));
    const port = stays ? last : await freePortFrom(api + 1, taken);
    taken.add(port);
    return port;
  };
  const ports: Ports = {
    api,
    mailbox: await next("mailbox"),
    smtp: await next("smtp"),
    mongod: await next("mongod"),
    redis: await next("redis"),
    apiOps: await next("apiOps"),
    workerOps: await next("workerOps"),
  };
  writeText(folder, FILE, JSON.stringify(ports));
  return ports;
}

async function anyPort(last: number | undefined): Promise<number> {
  return last !== undefined && (await isFree(last)) ? last : freePort();
}

function readKept(folder: DataFolder): z.infer<typeof kept> {
  try {
    return kept.parse(JSON.parse(readText(folder, FILE) ?? "{}"));
  } catch {
    return {};
  }
}
