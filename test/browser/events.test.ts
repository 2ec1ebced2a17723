/**
 * From a member to the events about them alone, narrowed by days, and what is then taken away as a file.
 */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
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

test("the events of one member, of some days, on the page and in the export", async () => {
  const organization = await openOrganization(house);
  const ada = await organization.provision("ada", { displayName: "Ada Lovelace" });
  await organization.provision("bob", { displayName: "Bob" });
  const { page } = await browser.openProfile(await ownerOf(browser, house, organization));
  await page.goto(`${house.deps.config.PUBLIC_URL}/console/members/${ada}`);
  await page.getByRole("link", { name: "Filter or export" }).click();
  await page.getByText("Only what happened to Ada Lovelace.").waitFor();
  const lines = page.locator(".history li");
  await expect.poll(() => lines.count()).toBe(2);
  expect((await lines.allTextContents()).join()).not.toContain("Bob");

  const day = (days: number) => {
    const date = new Date();
    date.setDate(date.getDate() + days);
    return date.toLocaleDateString("sv");
  };
  await page.getByLabel("From").fill(day(1));
  await page.getByText("Nothing like that has happened.").waitFor();
  await page.getByLabel("From").fill(day(-1));
  await page.getByLabel("Until").fill(day(0));
  await expect.poll(() => lines.count()).toBe(2);
  await keepScreenshot(page, "events-of-one");
  await expectAccessible(page, "events-of-one");

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export as JSON lines" }).click();
  const file = await readFile(await (await downloading).path(), "utf8");
  const told = file.trim().split("\n");
  expect(told.map((line) => JSON.parse(line))).toMatchObject([{ member: ada }, { member: ada }]);

  await page.getByRole("button", { name: "Show all events" }).click();
  await lines.filter({ hasText: "Bob" }).first().waitFor();
  expect(new URL(page.url()).search).toBe("");
});
