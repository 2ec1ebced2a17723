/**
 * The judges' Python: the machine's own, with the packages of requirements.txt in a folder of the cache.
 * It sees the standard library and that folder, and nothing else that the machine may have installed.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { childEnvironment } from "../../local/settings.ts";
import { alone, cacheFolder, fillFolder } from "../../local/setup/cache.ts";
import { canInstallPackages, installPackages } from "../../local/setup/debian.ts";
import { Trouble } from "../../local/trouble.ts";

/** What the judges are written for. */
const OLDEST = [3, 11] as const;
const CANDIDATES = ["python3", "/usr/bin/python3", "python3.14", "python3.13", "python3.12", "python3.11"];
const requirements = join(import.meta.dirname, "requirements.txt");

/** How a program ended: whether with 0, and what it wrote. */
export type Ended = { readonly ok: boolean; readonly stdout: string; readonly stderr: string };

type Interpreter = { readonly program: string; readonly version: string };

/** Runs Python with the judges' packages. */
export type Python = (...args: readonly string[]) => Promise<Ended>;

/**
 * Finds Python, and installs the judges where they are not yet.
 * @throws Trouble that names what to install, or has pip's last words
 */
export async function openPython(signal: AbortSignal): Promise<Python> {
  const { program, version } = await findPython(signal);
  const pins = createHash("sha256").update(await readFile(requirements));
  const folder = join(await cacheFolder(), `judges-${pins.digest("hex").slice(0, 12)}-python${version}`);
  await alone("judges", async () => {
    if (!existsSync(folder)) await fillFolder(folder, (draft) => install(program, draft, signal));
  });
  // Without site: packages of the machine would stand in for the pinned ones. The product is not behind a proxy.
  const here = { PYTHONPATH: folder, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" };
  return (...args) => run(program, ["-S", ...args], here, signal);
}

async function install(program: string, draft: string, signal: AbortSignal): Promise<void> {
  process.stdout.write("Installing the judges ...\n");
  const temporary = join(draft, "tmp");
  await mkdir(temporary);
  const pinned = ["--require-hashes", "--only-binary", ":all:", "-r", requirements];
  // What a stopped pip leaves goes with the draft; a setting of the user's, which excludes a target, does not apply.
  const here = { TMPDIR: temporary, PIP_USER: "0" };
  const pip = await run(program, ["-m", "pip", "install", "-q", ...pinned, "--target", draft], here, signal);
  await rm(temporary, { recursive: true });
  if (pip.ok) return;
  throw new Trouble("pip could not install the judges:", pip.stderr.trim().split("\n").slice(-5).join("\n"));
}

async function findPython(signal: AbortSignal): Promise<Interpreter> {
  const found = await tryPythons(signal);
  if (found !== null) return found;
  if (await canInstallPackages()) {
    const failed = await installPackages("python3-pip");
    const installed = await tryPythons(signal);
    if (installed !== null) return installed;
    if (failed !== null) throw new Trouble("Python's pip could not be installed:", failed);
  }
  throw new Trouble(
    `The judges need Python ${OLDEST.join(".")} or later with pip, and there is none on the PATH.`,
    "Install python3 and pip: apt-get install python3-pip, dnf install python3-pip or brew install python3",
  );
}

/** The interpreter itself, not a script on the PATH that stands before it and may not pass on being stopped. */
async function tryPythons(signal: AbortSignal): Promise<Interpreter | null> {
  const check = `import pip, sys; assert sys.version_info >= (${OLDEST.join()})`;
  const tell = 'print(sys.executable, "%d.%d" % sys.version_info[:2], sep="\\n")';
  for (const candidate of CANDIDATES) {
    const { ok, stdout } = await run(candidate, ["-c", `${check}; ${tell}`], {}, signal);
    const [program, version] = stdout.split("\n");
    if (ok && program && version) return { program, version };
  }
  return null;
}

/** @throws when stopped; by then the program has ended */
function run(
  program: string,
  args: readonly string[],
  changes: Record<string, string>,
  signal: AbortSignal,
): Promise<Ended> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const options = { env: childEnvironment(changes), maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      signal.removeEventListener("abort", stop);
      if (signal.aborted) reject(signal.reason);
      else resolve({ ok: error === null, stdout, stderr: stderr || (error?.message ?? "") });
    });
    const stop = () => child.kill();
    signal.addEventListener("abort", stop);
  });
}
