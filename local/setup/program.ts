/**
 * A program that must be found: on the PATH, among earlier downloads, or by getting it.
 * A program counts as found only when it has told its version and is not too old.
 */
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { readSettings } from "../settings.ts";
import { describeFailure, Trouble } from "../trouble.ts";
import { alone, cacheFolder } from "./cache.ts";
import { run } from "./run.ts";

/** A way to get a program into the cache. Resolves with its path, throws when this way leads nowhere. */
type Way = { readonly name: string; readonly get: (cache: string) => Promise<string> };

/** What to look for. */
export type Wanted = {
  /** The program's file name. */
  readonly name: string;
  /** Other names that it goes by on the PATH, and whole paths at which it may lie. */
  readonly otherNames?: readonly string[];
  /** Finds the version in what `--version` prints. */
  readonly version: RegExp;
  readonly oldest: readonly [major: number, minor: number];
  /** Where earlier downloads lie, within the cache. */
  readonly downloads: readonly string[];
  readonly ways: readonly Way[];
  /** The one command that gets the program by hand. */
  readonly byHand: () => Promise<string>;
};

/** A program that runs. */
export type Program = { readonly path: string; readonly version: string; readonly from: string };

/**
 * Finds a program, or gets it.
 * @throws Trouble that says what was tried, and names the one command to type
 */
export async function findProgram(wanted: Wanted): Promise<Program> {
  const present = (await onPath(wanted)) ?? (await downloaded(wanted));
  return present ?? alone(wanted.name, async () => (await downloaded(wanted)) ?? get(wanted));
}

async function onPath(wanted: Wanted): Promise<Program | null> {
  const folders = readSettings()
    .path.split(delimiter)
    .filter((folder) => folder !== "");
  for (const name of [wanted.name, ...(wanted.otherNames ?? [])]) {
    const paths = isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name));
    for (const path of paths) {
      const program = await checkProgram(wanted, path, "the PATH");
      if (program !== null) return program;
    }
  }
  return null;
}

async function downloaded(wanted: Wanted): Promise<Program | null> {
  const cache = await cacheFolder();
  for (const path of wanted.downloads) {
    const program = await checkProgram(wanted, join(cache, path), "an earlier download");
    if (program !== null) return program;
  }
  return null;
}

async function get(wanted: Wanted): Promise<Program> {
  const cache = await cacheFolder();
  const tried: string[] = [];
  for (const way of wanted.ways) {
    console.log(`Getting ${wanted.name} from ${way.name} ...`);
    try {
      const path = await way.get(cache);
      const program = await checkProgram(wanted, path, way.name);
      if (program !== null) return program;
      tried.push(`  ${way.name}: it does not run: ${(await run(path, ["--version"])).output.slice(0, 300)}`);
    } catch (failure) {
      tried.push(`  ${way.name}: ${describeFailure(failure).split("\n").join(" ").slice(0, 400)}`);
    }
  }
  throw new Trouble(
    `There is no ${wanted.name} on this machine, and none could be had:\n${tried.join("\n")}`,
    `Type this, then start again:\n\n  ${await wanted.byHand()}\n`,
  );
}

/** The program at a path; null where there is none, or one that does not run or is too old. */
export async function checkProgram(
  wanted: Pick<Wanted, "version" | "oldest">,
  path: string,
  from: string,
): Promise<Program | null> {
  const executable = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!executable) return null;
  const { ok, output } = await run(path, ["--version"]);
  const version = wanted.version.exec(output)?.[1];
  if (!ok || version === undefined) return null;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = wanted.oldest;
  const recent = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return recent ? { path, version, from } : null;
}
