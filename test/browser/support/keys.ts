/**
 * What people do about keys in the pages: choose a passphrase, read the words of a fingerprint.
 */
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Types a new passphrase, and once more. */
export async function choosePassphrase(page: Page, passphrase: string): Promise<void> {
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await page.getByLabel("The same once more").fill(passphrase);
}

/** The words of the key that is shown. */
export async function wordsOn(place: Pick<Page, "locator">): Promise<string[]> {
  const shown = place.locator(".fingerprint");
  const read = async () => (await shown.textContent())?.trim() ?? "";
  await expect.poll(read).not.toBe("");
  return (await read()).split(/\s+/);
}
