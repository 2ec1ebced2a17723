/**
 * What is kept of the pages that tests have opened: pictures, and one line for each measurement. It lies in a folder that
 * belongs to no commit; the lines are those of the last run.
 */
import { appendFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page, Request } from "playwright-core";
import { expect } from "vitest";
import { projectFolder } from "../../../local/settings.ts";

export const looksFolder = join(projectFolder, "test-results");
const summaryFile = join(looksFolder, "browser.jsonl");

/** Before the tests: the folder is there, without the lines of the run before. */
export default async function clearSummary(): Promise<void> {
  await mkdir(looksFolder, { recursive: true });
  await rm(summaryFile, { force: true });
}

/** Keeps a picture of the whole page. @param name of the file, without an ending */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(looksFolder, "screenshots", `${name}.png`), fullPage: true });
}

export type AxeCounts = Readonly<Record<"critical" | "serious" | "moderate" | "minor" | "passed", number>>;

/**
 * Expects that axe finds nothing serious on the page as it is now.
 * @param name of the page, for the summary
 */
export async function expectAccessible(page: Page, name: string): Promise<AxeCounts> {
  // The other mode opens a second page for what frames have told, which takes longer than all rules; no page has frames.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations, passes } = await axe.analyze();
  const of = (impact: string) => violations.filter((violation) => violation.impact === impact).length;
  const counts = {
    critical: of("critical"),
    serious: of("serious"),
    moderate: of("moderate"),
    minor: of("minor"),
    passed: passes.length,
  };
  await note({ kind: "axe", page: name, ...counts, found: violations.map(({ id }) => id) });
  const bad = violations
    .filter(({ impact }) => impact === "critical" || impact === "serious")
    .map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 150)).join(" | ")}`,
    );
  expect(bad, `what axe finds on ${name}`).toEqual([]);
  return counts;
}

export type View = {
  /** From the start of the navigation until what was waited for was to be seen. */
  readonly ms: number;
  /** Bodies over the wire, compressed as they were. */
  readonly scriptBytes: number;
  readonly styleBytes: number;
  readonly otherBytes: number;
  readonly requests: number;
};

/**
 * Opens a page, measures its way to the first useful view, and what it takes until all of it has been read. For a first
 * visit: in a profile that has no files yet.
 * @param name of the page, for the summary
 * @param useful what a person has come to see
 */
export async function measureView(page: Page, name: string, url: string, useful: Locator): Promise<View> {
  const sizes: Promise<readonly [type: string, bytes: number]>[] = [];
  // What came out of the browser's cache is less than nothing, as it says.
  const count = (request: Request) => {
    sizes.push(
      request.sizes().then((size) => [request.resourceType(), Math.max(0, size.responseBodySize)] as const),
    );
  };
  page.on("requestfinished", count);
  await page.goto(url, { waitUntil: "commit" });
  await useful.first().waitFor();
  const ms = Math.round(await page.evaluate(() => performance.now()));
  await page.waitForLoadState("load");
  await allRead(page);
  page.off("requestfinished", count);
  const all = await Promise.all(sizes);
  const sum = (wanted: (type: string) => boolean) =>
    all.reduce((total, [type, bytes]) => total + (wanted(type) ? bytes : 0), 0);
  const view = {
    ms,
    scriptBytes: sum((type) => type === "script"),
    styleBytes: sum((type) => type === "stylesheet"),
    otherBytes: sum((type) => type !== "script" && type !== "stylesheet"),
    requests: all.length,
  };
  await note({ kind: "view", page: name, ...view });
  return view;
}

/** Waits until nothing on the page stands for something that is still to come. */
export async function allRead(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
}

async function note(line: Record<string, unknown>): Promise<void> {
  await mkdir(looksFolder, { recursive: true });
  await appendFile(summaryFile, `${JSON.stringify(line)}\n`);
}
