/**
 * The pages that the API serves, built when there are none or when their sources have changed.
 * The built pages appear whole: they are built aside and then take the place of those before, by one process at a time.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { sources } from "../../api/console/build/sources.ts";
import { projectFolder } from "../settings.ts";
import { Trouble } from "../trouble.ts";
import { aloneAt } from "./cache.ts";
import { run } from "./run.ts";

const pagesFolder = join(projectFolder, "api/console");
const builtFolder = join(pagesFolder, "dist");
/** In the built pages: the hash of what they were built from. */
const markName = ".built-from";

/**
 * Builds the pages unless they are there already, as the sources are now.
 * @throws Trouble with the build's last words
 */
export async function ensurePages(): Promise<void> {
  if (await areBuilt()) return;
  const workFolder = join(projectFolder, ".cache");
  await mkdir(workFolder, { recursive: true });
  await aloneAt(join(workFolder, "pages.lock"), async () => {
    if (!(await areBuilt())) await build(join(workFolder, "pages"));
  });
}

async function areBuilt(): Promise<boolean> {
  const mark = await readFile(join(builtFolder, markName), "utf8").catch(() => null);
  return mark !== null && mark === (await hashOfSources());
}

async function build(draft: string): Promise<void> {
  console.log("Building the pages ...");
  const began = Date.now();
  const hash = await hashOfSources();
  // A process of its own: a build changes the environment of the one that it runs in.
  const vite = join(projectFolder, "node_modules/vite/bin/vite.js");
  const options = [
    "--config",
    join(pagesFolder, "vite.config.ts"),
    "--configLoader",
    "native",
    "--outDir",
    draft,
    "--logLevel",
    "error",
  ];
  const { ok, output } = await run(process.execPath, [vite, "build", ...options]);
  if (!ok) throw new Trouble(`The pages could not be built:\n${output}`, "To try again: npm run console");
  await writeFile(join(draft, markName), hash);
  await rm(builtFolder, { recursive: true, force: true });
  await rename(draft, builtFolder);
  console.log(`Built the pages in ${((Date.now() - began) / 1_000).toFixed(1)} s.`);
}

async function hashOfSources(): Promise<string> {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const path of await filesOf(join(projectFolder, source))) {
      hash
        .update(`${relative(projectFolder, path)}\0`)
        .update(await readFile(path))
        .update("\0");
    }
  }
  return hash.digest("hex");
}

/** All files of a folder, or the file itself; without tests, and without what was built. */
async function filesOf(path: string): Promise<string[]> {
  if (path === builtFolder || /\.test\.tsx?$/.test(path)) return [];
  const names = await readdir(path).catch(() => null);
  if (names === null) return [path];
  return (await Promise.all(names.sort().map((name) => filesOf(join(path, name))))).flat();
}
