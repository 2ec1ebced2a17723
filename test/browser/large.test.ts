/**
 * The console of a large organization: each page, and what people do in long lists, with the mouse and without.
 */
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { inDark, onPhone, useBrowser } from "./support/browser.ts";
import { visit } from "./support/console.ts";
import { fill, size } from "./support/large.ts";
import { allRead, expectAccessible, keepScreenshot } from "./support/looks.ts";
import { ownerOf } from "./support/owner.ts";

const browser = useBrowser();
let house: House;
let organization: TestOrganization;
let console: string;
let owner: BrowserContextOptions;
let filled: Awaited<ReturnType<typeof fill>>;

beforeAll(async () => {
  // Nothing is to change while it is looked at.
  house = await openHouse({ worker: false });
  console = `${house.deps.config.PUBLIC_URL}/console`;
  organization = await openOrganization(house);
  owner = await ownerOf(browser, house, organization);
  filled = await fill(house, organization);
});
afterAll(() => house.close());

/** By name: where the page is, and what is to be seen there once it is of use. */
const pages: readonly (readonly [name: string, path: () => string, useful: string])[] = [
  ["overview", () => "", "main .card li"],
  ["members", () => "/members", "tbody tr"],
  ["member", () => `/members/${filled.members[0]}`, "main .card dd"],
  ["groups", () => "/groups", "tbody tr"],
  ["group", () => `/groups/${filled.groups[0]}`, "tbody tr"],
  ["failures", () => "/failures", "article.failure"],
  ["events", () => "/events", "main time"],
  ["settings", () => "/settings", "main .card"],
  ["settings-sign-in", () => "/settings/sign-in", "main h2"],
  ["settings-tokens", () => "/settings/tokens", "main .card"],
  ["connect", () => "/connect", "main .card"],
  ["account", () => "/account", "main .card"],
];

describe.each(pages)("%s", (name, path, useful) => {
  test("large", async () => {
    const { page } = await browser.openProfile(owner);
    await visit(page, `${name}-large`, console + path(), page.locator(useful));
  });
});

/** Those whose lists and charts are laid out otherwise there; all others are seen with less in them. */
const onPhones = ["overview", "members", "member", "failures"];

test.each(pages.filter(([name]) => onPhones.includes(name)))(
  "%s, large, on a phone, in the dark",
  async (name, path, useful) => {
    const { page } = await browser.openProfile({ ...owner, ...onPhone, ...inDark });
    await visit(page, `${name}-large-phone-dark`, console + path(), page.locator(useful));
  },
);

async function openList(path: string): Promise<Page> {
  const { page } = await browser.openProfile(owner);
  await page.goto(console + path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await allRead(page);
  return page;
}

test("a search finds while one types, and the field keeps the focus", async () => {
  const page = await openList("/members");
  const field = page.getByRole("searchbox", { name: "Search members" });
  await field.click();
  await page.keyboard.type("bodil dijk", { delay: 60 });
  await expect
    .poll(async () => new Set(await page.locator("tbody tr a").allTextContents()))
    .toEqual(new Set(["Bodil Dijkstra"]));
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await field.inputValue()).toBe("bodil dijk");
  expect(new URL(page.url()).searchParams.get("search")).toBe("bodil dijk");
  await keepScreenshot(page, "members-large-search");
});

test("a status narrows the list, and its pages go on and back", async () => {
  const page = await openList("/members");
  await page.getByLabel("Status", { exact: true }).selectOption("revoked");
  await expect
    .poll(async () => new Set(await page.locator("tbody .badge").allTextContents()))
    .toEqual(new Set(["Revoked"]));
  const names = () => page.locator("tbody tr small").allTextContents();
  const first = await names();
  await page.getByRole("button", { name: "Next" }).click();
  await expect.poll(async () => (await names())[0]).not.toBe(first[0]);
  await page.getByRole("button", { name: "Previous" }).click();
  await expect.poll(names).toEqual(first);
});

test("a whole page of members is chosen and asked about before anything is done", async () => {
  const page = await openList("/members");
  await page.getByLabel("Choose all on this page").check();
  const bar = page.getByRole("region", { name: "With those who are chosen" });
  await bar.getByText("50 members").waitFor();
  await keepScreenshot(page, "members-large-chosen");
  await bar.getByRole("button", { name: /^Revoke access/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/more/).waitFor();
  await keepScreenshot(page, "members-large-dialog");
  await expectAccessible(page, "members-large-dialog");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  await bar.getByText("50 members").waitFor();
  await bar.getByRole("button", { name: "Choose all of this list" }).click();
  await bar.getByText("1,000 members").waitFor();
  await keepScreenshot(page, "members-large-all-chosen");
  await expectAccessible(page, "members-large-all-chosen");
});

test("a failure is tried again, and one is dismissed, where they stand", async () => {
  const page = await openList("/failures");
  const cards = page.locator("article.failure");
  const mail = cards.filter({ has: page.getByRole("button", { name: "Try again" }) }).first();
  await mail.getByRole("button", { name: "Try again" }).click();
  await page
    .getByText(/tried again\.|nothing left to try again/)
    .first()
    .waitFor();
  await allRead(page);
  const open = () =>
    house.deps.store.failures.countDocuments({ organization: organization.id, state: "open" });
  const before = await open();
  await cards.first().getByRole("button", { name: "Dismiss" }).click();
  await page.getByText("Dismissed. It opens again when it happens anew.").waitFor();
  expect(await open()).toBe(before - 1);
  await page.getByRole("link", { name: "Dismissed" }).click();
  await expect.poll(() => cards.count()).toBe(1);
});

test("a group of a thousand shows its members by pages", async () => {
  const page = await openList(`/groups/${filled.groups[0]}`);
  await page.getByText("1,000", { exact: true }).first().waitFor();
  await expect.poll(() => page.locator("tbody tr").count()).toBe(50);
  expect(size.inFirstGroup).toBe(1_000);
});

test("with the keyboard alone: search, go to who was found, and decide", async () => {
  const page = await openList("/members");
  await tabTo(page, "Search members");
  await page.keyboard.type("fatima eze");
  await expect.poll(async () => (await page.locator("tbody tr a").allTextContents())[0]).toBe("Fatima Eze");
  await allRead(page);
  await tabTo(page, "Fatima Eze");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Fatima Eze", level: 1 }).waitFor();
  await tabTo(page, "Remove for good|Revoke access|Restore access|Invite again");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

/** Presses Tab until something of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const wanted = new RegExp(`^(${name})$`);
  const stops: string[] = [];
  for (let stop = 0; stop < 60; stop += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined;
      return (label ?? element?.textContent ?? "").trim();
    });
    if (wanted.test(focused)) return;
    stops.push(focused);
  }
  throw new Error(`Tab never came to ${name}: ${stops.join(" | ")}`);
}
