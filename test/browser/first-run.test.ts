/**
 * The whole first run, as a newcomer lives through it: the owner of an organization signs in, turns SCIM on, connects a
 * directory, watches its people arrive, and confirms one who accepted; the directory then revokes that person.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createOrganization } from "../../api/organization/settings/organizations.ts";
import { projectFolder } from "../../local/settings.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { tokenIn } from "../support/joining.ts";
import { patchOf, scimClient } from "../support/scim-client.ts";
import { onPhone, useBrowser } from "./support/browser.ts";
import { choosePassphrase, wordsOn } from "./support/keys.ts";
import { keepScreenshot } from "./support/looks.ts";

const browser = useBrowser();
const id = "first-run";
const owner = "olive@first-run.example";
const passphrase = "a first run is a long walk";
const people = 20;
let house: House;
let site: string;

beforeAll(async () => {
  house = await openHouse({
    environment: { ALERT_EVERY_MS: "100", CONFIRMATIONS_FIRST_MS: "100", CONFIRMATIONS_AGAIN_MS: "100" },
  });
  site = house.deps.config.PUBLIC_URL;
  const ownerName = { givenName: "Olive", familyName: "Owner" };
  await createOrganization(house.deps, {
    id,
    name: "First Run",
    owner,
    ownerName,
    plan: "enterprise",
    seats: 50,
  });
});
afterAll(() => house.close());

test("B02 B10 B50 B52 B53 from the first sign-in to a member whom the directory revokes", async () => {
  const { page } = await browser.openProfile({ permissions: ["clipboard-read", "clipboard-write"] });
  await signInByMail(page);
  await choosePassphrase(page, passphrase);
  await page.getByRole("button", { name: "Make the organization's key" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await keepScreenshot(page, "first-run-1-nothing-yet");

  const { url, key } = await turnScimOn(page);
  await page.getByRole("link", { name: "Members", exact: true }).click();
  await page.getByRole("heading", { name: "Members", level: 1 }).waitFor();
  await connectEntra(url, key);
  // The page was not loaded anew.
  await expect.poll(() => page.getByText("@first-run.example").count()).toBeGreaterThan(people / 2);
  await keepScreenshot(page, "first-run-2-people-arrived");

  const invitee = await firstInvited();
  const { page: phone } = await browser.openProfile(onPhone);
  const words = await acceptByMail(phone, invitee.address);
  await eventually(() => expect(house.mailbox.to(owner).at(-1)?.subject).toContain("waits for confirmation"));

  await page.goto(linkIn(house.mailbox.to(owner).at(-1)?.text));
  await page.getByRole("link", { name: invitee.name }).click();
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByLabel("Your passphrase").fill(passphrase);
  await page.getByRole("button", { name: "Unlock" }).click();
  await page.getByLabel("The words are the same").waitFor();
  expect(await wordsOn(page.getByRole("dialog"))).toEqual(words);
  await page.getByLabel("The words are the same").check();
  await page.getByRole("button", { name: "Confirm 1 member" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByText("Confirmed", { exact: true }).first().waitFor();
  await keepScreenshot(page, "first-run-3-confirmed");

  const disabled = patchOf({ op: "Replace", path: "active", value: "False" });
  expect((await scimClient(url, key).send("PATCH", `/Users/${invitee.id}`, disabled)).status).toBe(200);
  await page.getByText("Revoked", { exact: true }).first().waitFor();
  await page.getByText("the directory has this person disabled").first().waitFor();
  await keepScreenshot(page, "first-run-4-revoked");
});

async function signInByMail(page: Page): Promise<void> {
  await page.goto(`${site}/sign-in`);
  await page
    .getByLabel(/address/i)
    .first()
    .fill(owner);
  await page.getByRole("button", { name: /link/i }).click();
  const mail = await eventually(() => {
    const found = house.mailbox.to(owner).at(-1);
    expect(found?.subject).toBe("Sign in to First Run");
    return found;
  });
  await page.goto(linkIn(mail?.text));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/console/);
}

/** Turns SCIM on in the settings, and copies what is shown once, as a person would. */
async function turnScimOn(page: Page): Promise<{ url: string; key: string }> {
  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByRole("button", { name: "Turn SCIM on" }).click();
  const shown = page.getByRole("dialog");
  // The page behind it is read anew, and the key stays.
  await page.getByRole("button", { name: "Turn SCIM off", includeHidden: true }).waitFor();
  const copied = async (what: string) => {
    await shown.getByRole("button", { name: `Copy ${what}` }).click();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const url = await copied("SCIM URL");
  const key = await copied("SCIM key");
  expect(url).toBe(`${site}/scim/v2/${id}`);
  expect(key).toMatch(/^rc_/);
  await shown.getByRole("button", { name: "I have copied the key" }).click();
  return { url, key };
}

/** The simulated tenant: Test Connection, the first cycle, and the check that both have the same. */
async function connectEntra(url: string, key: string): Promise<void> {
  const script = join(projectFolder, "local", "directory", "main.ts");
  const scope = [
    "--users",
    String(people),
    "--groups",
    "3",
    "--domain",
    "first-run.example",
    "--cycles",
    "0",
  ];
  await promisify(execFile)(process.execPath, [script, "--url", url, "--key", key, ...scope, "--check"]);
}

async function firstInvited(): Promise<{ id: string; name: string; address: string }> {
  const found = await eventually(async () => {
    const member = await house.deps.store.members.findOne({
      organization: id,
      "standing.status": "invited",
      "attributes.displayName": /^[A-Za-z ]+$/,
    });
    expect(house.mailbox.to(member?.standing.invitation?.address ?? "")).toHaveLength(1);
    return member;
  });
  if (!found) throw new Error("nobody was invited");
  const { _id, attributes, standing } = found;
  return { id: _id, name: attributes.displayName ?? "", address: standing.invitation?.address ?? "" };
}

/** Accepts on a phone, by the link in the mailbox; gives back the words of the key that was made there. */
async function acceptByMail(phone: Page, address: string): Promise<string[]> {
  await phone.goto(`${site}/join/${id}/${tokenIn(house.mailbox.to(address).at(-1))}`);
  await choosePassphrase(phone, "another walk, another way");
  await phone.getByRole("button", { name: "Accept the invitation" }).click();
  await phone.getByRole("heading", { name: "You have accepted" }).waitFor();
  return wordsOn(phone);
}

function linkIn(text = ""): string {
  const link = /https?:\/\/\S+/.exec(text)?.[0];
  if (link === undefined) throw new Error("the e-mail has no link");
  return link;
}
