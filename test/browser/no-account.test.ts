/**
 * What people see who have no account, or who came to where nothing is.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { inDark, onPhone, useBrowser } from "./support/browser.ts";
import { expectAccessible, keepScreenshot, measureView } from "./support/looks.ts";

const browser = useBrowser();
let house: House;
let site: string;

beforeAll(async () => {
  house = await openHouse({ worker: false });
  site = house.deps.config.PUBLIC_URL;
});
afterAll(() => house.close());

test("an address at which nothing is says so, and shows the way", async () => {
  const { page, allow } = await browser.openProfile();
  allow(/status of 404/);
  const answer = await page.goto(`${site}/nothing/here`);
  expect(answer?.status()).toBe(404);
  expect(await page.locator("h1").textContent()).toBe("There is no such page");
  await expectAccessible(page, "404");
  await keepScreenshot(page, "404");
  expect(await page.getByRole("link", { name: "the console" }).getAttribute("href")).toBe("/console");
});

test("the page for a wrong address fits a phone, in the dark", async () => {
  const { page, allow } = await browser.openProfile({ ...onPhone, ...inDark });
  allow(/status of 404/);
  await page.goto(`${site}/nothing`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page, "404 dark");
  await keepScreenshot(page, "404-dark-phone");
});

test.each([
  ["sign-in", "/sign-in"],
  ["join-wrong-link", "/join/nobody/not-a-token"],
  ["sign-in-wrong-link", "/sign-in/link/not-a-token"],
])("the page %s opens for somebody without an account", async (name, path) => {
  const { page } = await browser.openProfile();
  const { scriptBytes, styleBytes } = await measureView(
    page,
    name,
    site + path,
    page.locator("#page :visible"),
  );
  expect(scriptBytes + styleBytes).toBeLessThan(100_000);
  await expectAccessible(page, name);
  await keepScreenshot(page, name);
});

test("what the policy refuses is a fault, so that a page cannot come to need it unseen", async () => {
  const { page, takeFaults } = await browser.openProfile();
  await page.goto(`${site}/sign-in`);
  await page.evaluate(() => {
    document.body.insertAdjacentHTML("beforeend", '<p style="color: red">refused</p>');
  });
  expect(takeFaults().join("\n")).toContain("Content Security Policy");
});
