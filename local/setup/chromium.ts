/**
 * Where the browser comes from in which the tests open pages.
 * Only Debian's own is ever installed; a CHROMIUM_PATH is used before any other, or named as wrong.
 */
import { readSettings } from "../settings.ts";
import { Trouble } from "../trouble.ts";
import { canInstallPackages, installPackages, isDebian } from "./debian.ts";
import { checkProgram, findProgram, type Program, type Wanted } from "./program.ts";

const wanted: Wanted = {
  name: "chromium",
  otherNames: [
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
  version: /^(?:Chromium|Google Chrome) ([\d.]+)/m,
  oldest: [120, 0],
  downloads: [],
  ways: [{ name: "Debian's package", get: fromDebian }],
  byHand: async () => {
    if (process.platform === "darwin") return "brew install --cask chromium";
    if (await isDebian()) return "sudo apt-get install -y chromium";
    return "export CHROMIUM_PATH=/path/to/chromium  # or to Google Chrome";
  },
};

/**
 * A Chromium or Google Chrome: of CHROMIUM_PATH, of the PATH, or got now.
 * @throws Trouble that names the one command to type
 */
export async function findChromium(): Promise<Program> {
  const { chromiumPath } = readSettings();
  if (chromiumPath === null) return findProgram(wanted);
  const named = await checkProgram(wanted, chromiumPath, "CHROMIUM_PATH");
  if (named !== null) return named;
  throw new Trouble(
    `CHROMIUM_PATH names ${chromiumPath}, which is no Chromium of version ${wanted.oldest[0]} or newer that runs.`,
    "Name another one, or unset it to use the one on the PATH.",
  );
}

async function fromDebian(): Promise<string> {
  if (!(await canInstallPackages())) throw new Trouble("Only root on Debian may install it.", "");
  // Without a font of its own a page would be drawn in whatever there is, or in boxes.
  const failed = await installPackages("chromium", "fonts-liberation");
  if (failed !== null) throw new Trouble("apt-get failed:", failed);
  return "/usr/bin/chromium";
}
