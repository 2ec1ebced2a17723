/**
 * The settings of `npm start`, of the tests' servers and of the set-up, from the environment.
 * The only file of local/ that reads `process.env`.
 */
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { Trouble } from "./trouble.ts";

/** The folder of the project. */
export const projectFolder = join(import.meta.dirname, "..");

const environment = z.object({
  /** A MongoDB replica set to use instead of starting one. */
  MONGODB_URI: z.string().min(1).optional(),
  /** A Redis to use instead of starting one. */
  REDIS_URL: z.string().min(1).optional(),
  /** A mail server to use instead of the mailbox. */
  SMTP_URL: z.string().min(1).optional(),
  /** Where the API listens; 0 takes a free port. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** Where everything is kept between two starts. */
  ROLLCALL_DATA: z.string().min(1).default(join(projectFolder, ".data")),
  XDG_CACHE_HOME: z.string().min(1).optional(),
  /** The Chromium or Google Chrome in which the tests open pages, where it is not on the PATH. */
  CHROMIUM_PATH: z.string().min(1).optional(),
  PATH: z.string().default(""),
});

/** The settings, checked. Empty variables count as missing. */
export type Settings = {
  readonly mongodbUri: string | null;
  readonly redisUrl: string | null;
  readonly smtpUrl: string | null;
  readonly port: number;
  readonly dataFolder: string;
  /** Where downloads are kept: the first of these folders that can be written. */
  readonly cacheFolders: readonly string[];
  readonly chromiumPath: string | null;
  readonly path: string;
};

/**
 * Reads the settings.
 * @throws Trouble that names the variable whose value cannot be used
 */
export function readSettings(): Settings {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  const read = environment.safeParse(given);
  if (!read.success) {
    const wrong = read.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Trouble("An environment variable cannot be used.", wrong.join("\n"));
  }
  const { MONGODB_URI, REDIS_URL, SMTP_URL, PORT, ROLLCALL_DATA, XDG_CACHE_HOME, CHROMIUM_PATH, PATH } =
    read.data;
  return {
    mongodbUri: MONGODB_URI ?? null,
    redisUrl: REDIS_URL ?? null,
    smtpUrl: SMTP_URL ?? null,
    port: PORT,
    dataFolder: resolve(ROLLCALL_DATA),
    cacheFolders: [
      join(XDG_CACHE_HOME ?? join(homedir(), ".cache"), "rollcall"),
      join(projectFolder, ".cache"),
    ],
    chromiumPath: CHROMIUM_PATH ?? null,
    path: PATH,
  };
}

/** The environment of a process that we start: ours, with changes; undefined takes a variable away. */
export function childEnvironment(changes: Record<string, string | undefined> = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}
