/**
 * The console's pages, opened by somebody who is signed in.
 */
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { expectAccessible, keepScreenshot, measureView } from "./looks.ts";

/** By their names in the summary and of their pictures; where somebody is to be in a path, it says who. */
export const consolePages = [
  ["overview", ""],
  ["members", "/members"],
  ["member", "/members/:member"],
  ["groups", "/groups"],
  ["group", "/groups/:group"],
  ["failures", "/failures"],
  ["events", "/events"],
  ["settings", "/settings"],
  ["settings-sign-in", "/settings/sign-in"],
  ["settings-tokens", "/settings/tokens"],
  ["connect", "/connect"],
  ["account", "/account"],
] as const;

/** The other guides of Connect: they share all but their words, so they need not be seen failing, or with people. */
export const guidePages = [
  ["connect-okta", "/connect/okta"],
  ["connect-onelogin", "/connect/onelogin"],
  ["connect-jumpcloud", "/connect/jumpcloud"],
  ["connect-google", "/connect/google"],
] as const;

export type Inhabitants = { readonly member: string; readonly group: string };

/** A path with somebody in it. */
export function pathOf(path: string, { member, group }: Inhabitants): string {
  return path.replace(":member", member).replace(":group", group);
}

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
