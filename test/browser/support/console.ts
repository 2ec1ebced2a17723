/**
 * The console's pages, opened by somebody who is signed in.
 */
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { expectAccessible, keepScreenshot, measureView } from "./looks.ts";

/** By their names in the summary and of their pictures. */
export const consolePages = [
  ["overview", ""],
  ["members", "/members"],
  ["groups", "/groups"],
  ["failures", "/failures"],
  ["events", "/events"],
  ["settings", "/settings"],
  ["connect", "/connect"],
  ["account", "/account"],
] as const;

/**
 * Opens a page, measures its first view, and looks at it.
 * @param useful what a person has come to see
 */
export async function visit(
  page: Page,
  name: string,
  url: string,
  useful: Locator = page.getByRole("heading", { level: 1 }),
): Promise<void> {
  await measureView(page, name, url, useful);
  const beyond = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(beyond, `pixels that ${name} is wider than its window`).toBeLessThanOrEqual(0);
  await keepScreenshot(page, name);
  await expectAccessible(page, name);
}
