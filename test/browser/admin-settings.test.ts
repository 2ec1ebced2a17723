/**
 * What an owner sets, and what comes of it: keys, tests, settings, tokens and the sign-in provider, each by its button.
 */
import type { BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { scimClient } from "../support/scim-client.ts";
import { tokenClient } from "../support/sign-in.ts";
import { useBrowser } from "./support/browser.ts";
import { answer, openDialog } from "./support/dialogs.ts";
import { allRead, expectAccessible, keepScreenshot } from "./support/looks.ts";
import { ownerOf } from "./support/owner.ts";

const browser = useBrowser();
let house: House;
let organization: TestOrganization;
let owner: BrowserContextOptions;

beforeAll(async () => {
  house = await openHouse({ environment: { PROVIDER_NETWORK: "any" } });
  organization = await openOrganization(house);
  owner = await ownerOf(browser, house, organization);
});
afterAll(() => house.close());

async function open(path = "") {
  const profile = await browser.openProfile(owner);
  await profile.page.goto(`${house.deps.config.PUBLIC_URL}/console/settings${path}`);
  await profile.page.locator("main h2").first().waitFor();
  await allRead(profile.page);
  return profile;
}

test("a new key works beside the old one, until the old one is ended", async () => {
  const { page } = await open();
  const keys = page.getByRole("table", { name: "SCIM keys" });
  const making = await openDialog(page, page.getByRole("button", { name: "Make a new key" }), "rotate-key");
  await making.getByLabel("1 hour").check();
  await making.getByRole("button", { name: "Make a new key" }).click();
  const shown = page.getByRole("dialog", { name: "Your SCIM key" });
  const field = shown.getByLabel("SCIM key", { exact: true });
  await field.waitFor();
  const key = await field.inputValue();
  await keepScreenshot(page, "issued-key");
  await expectAccessible(page, "issued-key");
  await answer(shown, "I have copied the key");
  const statuses = async () => {
    const directories = [organization.directory, scimClient(organization.directory.url, key)];
    const answers = await Promise.all(directories.map((each) => each.send("GET", "/Users?count=0")));
    return answers.map(({ status }) => status);
  };
  expect(await statuses()).toEqual([200, 200]);

  const old = keys.getByRole("row").filter({ hasText: organization.key.slice(0, 8) });
  await old.getByText(/in \d+ minutes|in 1 hour/).waitFor();
  const ending = await openDialog(page, old.getByRole("button", { name: /^End now/ }), "end-key");
  await answer(ending, "End the key");
  await page.getByText("The key has ended.").waitFor();
  await old.waitFor({ state: "detached" });
  expect(await statuses()).toEqual([401, 200]);
});

test("the tests from here tell how it went: of the way in, and of the e-mails", async () => {
  const { page, allow } = await open();
  const card = page
    .locator("section.card")
    .filter({ has: page.getByRole("heading", { name: "Test from here" }) });
  await card.getByRole("button", { name: "Run the test" }).click();
  await card.getByText("All went well.").waitFor();
  await card.getByText("Test a key that I have at hand").click();
  await card.getByLabel("SCIM key").fill("rc_not-a-key-of-this-organization");
  await card.getByRole("button", { name: "Run the test" }).click();
  await card.getByText("It did not get through.").waitFor();
  await keepScreenshot(page, "self-test-failed");
  await expectAccessible(page, "self-test-failed");

  await page.getByRole("switch", { name: "Groups" }).click();
  await eventually(async () => expect((await stored())?.settings.provisionGroups).toBe(false));
  await page.getByLabel("An invitation can be accepted for so many days").fill("12");
  await page.getByRole("button", { name: "Save" }).and(page.locator(":enabled")).click();
  await eventually(async () => expect((await stored())?.settings.invitationDays).toBe(12));
  await allRead(page);

  await page.getByRole("button", { name: "Send a test" }).click();
  await page.getByText(`A test is on its way to ${organization.address("owner")}.`).waitFor();
  await eventually(() => expect(organization.mails("owner").at(-1)?.subject).toContain("get through"));
  allow(/status of 409/);
  await page.getByRole("button", { name: "Send a test" }).click();
  await page.getByText("A test was sent less than a minute ago.").waitFor();
  await keepScreenshot(page, "failure-mail-too-soon");
  await page.reload();
  await page.getByLabel("An invitation can be accepted for so many days").waitFor();
  expect(await page.getByLabel("An invitation can be accepted for so many days").inputValue()).toBe("12");
  expect(await page.getByRole("switch", { name: "Groups" }).isChecked()).toBe(false);
});

test("a token is shown once, lets a program in, and is ended", async () => {
  const { page } = await open("/tokens");
  const dialog = await openDialog(page, page.getByRole("button", { name: "Make a token" }), "make-token");
  await dialog.getByLabel("What it is for").fill("Nightly export");
  await dialog.getByRole("button", { name: "Make the token" }).click();
  const field = dialog.getByLabel("API token", { exact: true });
  await field.waitFor();
  const secret = await field.inputValue();
  await keepScreenshot(page, "issued-token");
  await expectAccessible(page, "issued-token");
  await answer(dialog, "I have copied it");
  const row = page.getByRole("row").filter({ hasText: "Nightly export" });
  await row.waitFor();
  await keepScreenshot(page, "tokens-made");
  expect(await page.content()).not.toContain(secret);
  const ask = async () =>
    (await tokenClient(house, secret).send("GET", `/organizations/${organization.id}/members`)).status;
  expect(await ask()).toBe(200);
  await answer(
    await openDialog(page, row.getByRole("button", { name: /^End now/ }), "end-token"),
    "End the token",
  );
  await page.getByText("There are no tokens").waitFor();
  expect(await ask()).toBe(401);
});

test("a provider that is none is refused with words that say what to do, and nothing is kept", async () => {
  const { page, allow } = await open("/sign-in");
  allow(/status of 409/);
  await page.getByLabel("Client id").fill("rollcall");
  const refused = async (issuer: string, words: string) => {
    await page.getByLabel("Issuer").fill(issuer);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("alert").getByText(words).waitFor();
  };
  await refused("http://login.example.com/tenant", "The issuer begins with https://.");
  await refused(`${house.deps.config.PUBLIC_URL}/nothing`, "does not answer as a provider of OpenID Connect");
  await refused("https://login.example.com/.well-known/openid-configuration", "Enter the issuer alone");
  await keepScreenshot(page, "provider-refused");
  await expectAccessible(page, "provider-refused");
  expect((await stored())?.provider).toBeUndefined();
});

const stored = () => house.deps.store.organizations.findOne({ _id: organization.id });
