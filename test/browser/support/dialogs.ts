/**
 * Dialogs of the console, as somebody answers them who reads them first.
 */
import type { Locator, Page } from "playwright-core";
import { expectAccessible, keepScreenshot } from "./looks.ts";

/**
 * Opens a dialog by a button, and looks at it.
 * @param name of its picture
 */
export async function openDialog(page: Page, button: Locator, name: string): Promise<Locator> {
  await button.click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await keepScreenshot(page, name);
  await expectAccessible(page, name);
  return dialog;
}

/** Answers a dialog by one of its buttons; it is gone then. */
export async function answer(dialog: Locator, button: string): Promise<void> {
  await dialog.getByRole("button", { name: button, exact: true }).click();
  await dialog.waitFor({ state: "detached" });
}

/** Opens a dialog that asks back, looks at it, and says yes by the verb that opened it. */
export async function decide(page: Page, verb: string, name: string, yes = verb): Promise<void> {
  await answer(await openDialog(page, page.getByRole("button", { name: verb, exact: true }), name), yes);
}
