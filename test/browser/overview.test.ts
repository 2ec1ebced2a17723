/**
 * An organization whose members are invited by hand, and whose directory has never come: what waits for its admin is named
 * on the overview all the same, with the way to whom it is about.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { accept } from "../support/joining.ts";
import { openOrganization } from "../support/organization.ts";
import { useBrowser } from "./support/browser.ts";
import { expectAccessible, keepScreenshot } from "./support/looks.ts";
import { ownerOf } from "./support/owner.ts";

const browser = useBrowser();
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test("the overview names who waits to be confirmed, before a directory has come", async () => {
  const organization = await openOrganization(house);
  for (const local of ["ada", "bob", "cy", "dan", "eve", "fay", "gus"]) {
    await organization.inviteByHand(local, { displayName: local.toUpperCase() });
    await accept(house, organization, local);
  }
  const { page } = await browser.openProfile(await ownerOf(browser, house, organization));
  await page.goto(`${house.deps.config.PUBLIC_URL}/console`);
  const waiting = page.locator("section").filter({ hasText: "Waiting for you" });
  await waiting.getByText("7 members have accepted and wait for confirmation.", { exact: true }).waitFor();
  await waiting.getByRole("link", { name: "EVE" }).waitFor();
  expect(await waiting.locator(".to-confirm li").allTextContents()).toHaveLength(5);
  expect(await waiting.getByRole("link", { name: "FAY" }).count()).toBe(0);
  await page.getByRole("heading", { name: "Let your directory bring your people" }).waitFor();
  expect(await page.getByText("No directory has connected yet.").count()).toBe(1);
  await keepScreenshot(page, "overview-by-hand");
  await expectAccessible(page, "overview-by-hand");

  await waiting.getByRole("link", { name: "ADA" }).click();
  await page.getByRole("heading", { name: "ADA", level: 1 }).waitFor();
  await page.getByRole("button", { name: "Confirm" }).waitFor();
  await page.goBack();
  await waiting.getByRole("link", { name: "2 more" }).click();
  await page.waitForURL(/\/members\?status=accepted/);
});
