/**
 * Coming in and going out, in a browser.
 */
import { afterAll, beforeAll, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { linkFor } from "../support/sign-in.ts";
import { useBrowser } from "./support/browser.ts";
import { expectAccessible, keepScreenshot } from "./support/looks.ts";
import { signInAs } from "./support/sign-in.ts";

const browser = useBrowser();
let house: House;
let organization: TestOrganization;
let owner: string;

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  owner = (await organization.members()).find(({ role }) => role === "owner")?.id ?? "";
});
afterAll(() => house.close());

test("a link signs in once, in one browser alone", async () => {
  const { page } = await browser.openProfile();
  await signInAs(page, house, organization, owner);
  const console = `${house.deps.config.PUBLIC_URL}/console`;
  await page.getByRole("heading", { level: 1 }).waitFor();
  const stranger = await browser.openProfile();
  stranger.allow(/status of 401/);
  await stranger.page.goto(console);
  await stranger.page.waitForURL(/\/sign-in/);
});

test("a used link says what to do", async () => {
  const link = await linkFor(house, organization, owner);
  for (const isOver of [false, true]) {
    const { page, allow } = await browser.openProfile();
    if (isOver) allow(/status of 410/);
    await page.goto(link);
    await page.getByRole("button", { name: "Sign in" }).click();
    if (!isOver) await page.waitForURL(/\/console/);
    else {
      await page.getByRole("heading", { name: "This link no longer works" }).waitFor();
      await expectAccessible(page, "used-link");
      await keepScreenshot(page, "used-link");
    }
  }
});
