/**
 * Debian packages, for the machines on which we may install them.
 * Only root on a system with apt-get may; nothing is asked and no service is started.
 */
import { access } from "node:fs/promises";
import { run } from "./run.ts";

/** Whether packages can be installed here. */
export async function canInstallPackages(): Promise<boolean> {
  return process.getuid?.() === 0 && (await isDebian());
}

/** Whether this is Debian or one of its kind. */
export async function isDebian(): Promise<boolean> {
  return access("/usr/bin/apt-get").then(
    () => true,
    () => false,
  );
}

/**
 * Installs packages, with fresh lists where those at hand do not do.
 * @returns null, or apt-get's last words when it failed
 */
export async function installPackages(...names: readonly string[]): Promise<string | null> {
  console.log(`Installing ${names.join(" ")} ...`);
  const first = await install(names);
  if (first.ok) return null;
  await run("apt-get", ["update", "-qq"]);
  const second = await install(names);
  return second.ok ? null : second.output.split("\n").slice(-3).join("\n");
}

function install(names: readonly string[]) {
  const args = ["install", "-y", "-qq", "--no-install-recommends", ...names];
  return run("apt-get", args, { DEBIAN_FRONTEND: "noninteractive" });
}
