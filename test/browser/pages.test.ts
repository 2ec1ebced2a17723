/**
 * Every page of the console, with nothing in it, with a few people, on a phone in the dark, and when the server fails.
 */
import type { BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { provisionAs } from "../support/joining.ts";
import { openOrganization } from "../support/organization.ts";
import { inDark, onPhone, useBrowser } from "./support/browser.ts";
import { consolePages, visit } from "./support/console.ts";
import { allRead, expectAccessible, keepScreenshot } from "./support/looks.ts";
import { ownerOf } from "./support/owner.ts";

const browser = useBrowser();
let house: House;
let console: string;
let empty: BrowserContextOptions;
let small: BrowserContextOptions;

beforeAll(async () => {
  house = await openHouse();
  console = `${house.deps.config.PUBLIC_URL}/console`;
  empty = await ownerOf(browser, house, await openOrganization(house));
  const organization = await openOrganization(house);
  const ada = await organization.provision("ada", { displayName: "Ada Lovelace" });
  await provisionAs(house, organization, "bob", "accepted");
  await provisionAs(house, organization, "carol", "confirmed");
  await organization.inviteByHand("dan", { displayName: "Dan" });
  await organization.setActive(await organization.provision("eve"), "False");
  await organization.groups.make("Engineers", [ada]);
  await organization.settled();
  small = await ownerOf(browser, house, organization);
});
afterAll(() => house.close());

describe.each(consolePages)("%s", (name, path) => {
  test("with nothing in it", async () => {
    const { page } = await browser.openProfile(empty);
    await visit(page, `${name}-empty`, console + path);
  });

  test("with a few people", async () => {
    const { page } = await browser.openProfile(small);
    await visit(page, `${name}-small`, console + path);
  });

  test("on a phone, in the dark", async () => {
    const { page } = await browser.openProfile({ ...small, ...onPhone, ...inDark });
    await visit(page, `${name}-phone-dark`, console + path);
  });

  test("says so when the server fails, and holds together", async () => {
    const { page, allow } = await browser.openProfile(small);
    allow(/status of 503/);
    await page.route(/\/api\/organizations\//, (route) =>
      route.fulfill({
        status: 503,
        contentType: "application/problem+json",
        json: {
          type: "about:blank",
          title: "The service cannot answer at the moment",
          status: 503,
          detail: "Try again in a moment.",
          code: "unavailable",
        },
      }),
    );
    await page.goto(console + path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await allRead(page);
    expect(await page.getByText("Try again in a moment.").count()).toBeGreaterThan(0);
    await keepScreenshot(page, `${name}-failing`);
    await expectAccessible(page, `${name}-failing`);
  });
});
