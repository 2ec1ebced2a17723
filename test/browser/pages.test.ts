/**
 * Every page of the console, with nothing in it, with a few people, on a phone in the dark, and when the server fails.
 */
import type { BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { provisionAs } from "../support/joining.ts";
import { openOrganization } from "../support/organization.ts";
import { tokenOf } from "../support/sign-in.ts";
import { inDark, onPhone, useBrowser } from "./support/browser.ts";
import { consolePages, guidePages, type Inhabitants, pathOf, visit } from "./support/console.ts";
import { allRead, expectAccessible, keepScreenshot } from "./support/looks.ts";
import { ownerOf } from "./support/owner.ts";

const browser = useBrowser();
let house: House;
let console: string;
let empty: BrowserContextOptions;
let small: BrowserContextOptions;
let inSmall: Inhabitants;
/** Whoever follows an old link. */
const gone: Inhabitants = { member: "who-has-left", group: "which-was-removed" };

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
  inSmall = { member: ada, group: await organization.groups.make("Engineers", [ada]) };
  await tokenOf(house, organization, "read");
  await organization.settled();
  small = await ownerOf(browser, house, organization);
});
afterAll(() => house.close());

describe.each(consolePages)("%s", (name, path) => {
  test("with nothing in it", async () => {
    const { page, allow } = await browser.openProfile(empty);
    if (path.includes(":")) allow(/status of 404/);
    await visit(page, `${name}-empty`, console + pathOf(path, gone));
  });

  test("with a few people", async () => {
    const { page } = await browser.openProfile(small);
    await visit(page, `${name}-small`, console + pathOf(path, inSmall));
  });

  test("on a phone, in the dark", async () => {
    const { page } = await browser.openProfile({ ...small, ...onPhone, ...inDark });
    await visit(page, `${name}-phone-dark`, console + pathOf(path, inSmall));
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
    await page.goto(console + pathOf(path, inSmall));
    await page.getByRole("heading", { level: 1 }).waitFor();
    await allRead(page);
    expect(await page.getByText("Try again in a moment.").count()).toBeGreaterThan(0);
    await keepScreenshot(page, `${name}-failing`);
    await expectAccessible(page, `${name}-failing`);
  });
});

describe.each(guidePages)("%s", (name, path) => {
  test("with nothing in it", async () => {
    const { page } = await browser.openProfile(empty);
    await visit(page, `${name}-empty`, console + path);
  });

  test("on a phone, in the dark", async () => {
    const { page } = await browser.openProfile({ ...small, ...onPhone, ...inDark });
    await visit(page, `${name}-phone-dark`, console + path);
  });
});
