/**
 * The page to read the organization API with, in a browser that refuses what the page's policy refuses.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { useBrowser } from "./support/browser.ts";
import { expectAccessible, keepScreenshot } from "./support/looks.ts";

const browser = useBrowser();
let house: House;

beforeAll(async () => {
  house = await openHouse({ worker: false });
});
afterAll(() => house.close());

test("the document can be read to its ends, and nothing in it needs what is forbidden", async () => {
  const { page } = await browser.openProfile();
  await page.goto(`${house.deps.config.PUBLIC_URL}/api/docs`);
  const routes = page.locator(".opblock");
  await routes.first().waitFor();
  expect(await routes.count()).toBeGreaterThan(5);
  for (const method of ["get", "post"]) {
    await page.locator(`.opblock-${method} .opblock-summary-control`).first().click();
    await page.locator(`.opblock-${method} .responses-wrapper`).first().waitFor();
  }
  // It is to be read: whoever reads is perhaps signed in, and must not change anything by trying.
  expect(await page.getByRole("button", { name: /try it out|authorize/i }).count()).toBe(0);
  await keepScreenshot(page, "api-docs");
  await expectAccessible(page, "api-docs");
});
