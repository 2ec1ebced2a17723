/**
 * Connecting a directory with the console beside it: the key is taken from the page, and what the directory does is ticked
 * off without anybody reloading.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, scimClient } from "../support/scim-client.ts";
import { useBrowser } from "./support/browser.ts";
import { expectAccessible, keepScreenshot } from "./support/looks.ts";
import { signInAs } from "./support/sign-in.ts";

const browser = useBrowser();
let house: House;
let organization: TestOrganization;

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
});
afterAll(() => house.close());

test("a key that the guide shows lets the directory in, and each step is ticked off as it is seen", async () => {
  const owner = (await organization.members()).find(({ role }) => role === "owner");
  const { page } = await browser.openProfile();
  await signInAs(page, house, organization, owner?.id ?? "");
  await page.getByRole("button", { name: "Later" }).click();

  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Turn SCIM off" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Turn SCIM off" }).click();
  await page.getByRole("button", { name: "Turn SCIM on" }).waitFor();
  expect((await organization.directory.send("GET", "/Users")).status).toBe(401);

  await page.getByRole("link", { name: "Connect", exact: true }).click();
  const step = (name: string) =>
    page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
  await page.getByRole("button", { name: "Turn SCIM on" }).click();
  const shown = page.getByRole("dialog");
  // The guide behind it is read anew, and the key stays.
  await page.getByText("SCIM is on. Your directory has a URL").waitFor();
  const url = await shown.getByLabel("SCIM URL", { exact: true }).inputValue();
  const key = await shown.getByLabel("SCIM key", { exact: true }).inputValue();
  await shown.getByRole("button", { name: "I have copied the key" }).click();
  await step("Turn SCIM on").getByText(/^Seen/).waitFor();
  expect(await page.getByLabel("Secret Token", { exact: true }).inputValue()).toBe(key);

  const nobody = `/Users?filter=${encodeURIComponent('userName eq "nobody-at-all"')}`;
  const trouble = step("Test Connection").getByRole("alert");
  expect((await scimClient(url, organization.key).send("GET", nobody)).status).toBe(401);
  await trouble.getByText("with a key that is not this organization's").waitFor();
  await keepScreenshot(page, "connect-wrong-key");
  await expectAccessible(page, "connect-wrong-key");
  await trouble.getByRole("link", { name: "See the requests" }).click();
  const refused = page.getByRole("table", { name: "What the directory sent" }).getByRole("row");
  await refused.filter({ hasText: "none of yours" }).getByText("401").first().waitFor();
  expect(await page.getByLabel("Refused only").isChecked()).toBe(true);
  await expect
    .poll(() => page.locator("#requests").evaluate((it) => it.getBoundingClientRect().top))
    .toBeLessThan(200);
  await keepScreenshot(page, "requests-refused");
  await page.goBack();

  const directory = scimClient(url, key);
  expect(await step("Test Connection").getByText(/^Seen/).count()).toBe(0);
  expect((await directory.send("GET", nobody)).status).toBe(200);
  await step("Test Connection").getByText(/^Seen/).waitFor();
  expect(await trouble.count()).toBe(0);
  await directory.send("POST", "/Users", entraUser(organization.address("ada")));
  await step("Assign people and start provisioning").getByText(/^Seen/).waitFor();
  await keepScreenshot(page, "connect-under-way");
  await expectAccessible(page, "connect-under-way");

  await page.reload();
  await page.getByText("A key is shown only when it is made").waitFor();
  expect(await page.content()).not.toContain(key);
});
