/**
 * The way of the organization's key in real browsers: made by the owner, passed on to a member who was compared, and
 * proved by a message that only its holders open (rows B50 to B53).
 */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { tokenIn } from "../support/joining.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { onPhone, useBrowser } from "./support/browser.ts";
import { choosePassphrase, wordsOn } from "./support/keys.ts";
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

const site = () => house.deps.config.PUBLIC_URL;
const ownersWords = "the owner keeps these words";
const membersWords = "and the member those";

test("B50 B53 a confirmed member opens, in a browser of their own, what was sealed with the organization's key", async () => {
  const memberId = await organization.provision("grace");
  const owner = (await organization.members()).find(({ role }) => role === "owner");
  if (!owner) throw new Error("there is no owner");

  const { page: owners } = await browser.openProfile();
  await signInAs(owners, house, organization, owner.id);
  await owners.getByRole("dialog").waitFor();
  await expectAccessible(owners, "key-setup");
  await keepScreenshot(owners, "key-setup");
  await choosePassphrase(owners, ownersWords);
  await owners.getByRole("button", { name: "Make the organization's key" }).click();
  await owners.getByRole("dialog").waitFor({ state: "detached" });

  const { page: members } = await browser.openProfile(onPhone);
  await members.goto(`${site()}/join/${organization.id}/${tokenIn(organization.mails("grace").at(-1))}`);
  await choosePassphrase(members, membersWords);
  await expectAccessible(members, "join");
  await keepScreenshot(members, "join");
  await members.getByRole("button", { name: "Accept the invitation" }).click();
  await members.getByRole("heading", { name: "You have accepted" }).waitFor();
  const words = await wordsOn(members);
  expect(words).toHaveLength(6);

  await owners.goto(`${site()}/console/members/${memberId}`);
  await owners.getByRole("button", { name: "Confirm" }).click();
  await owners.getByLabel("Your passphrase").fill(ownersWords);
  await owners.getByRole("button", { name: "Unlock" }).click();
  await owners.getByLabel("The words are the same").waitFor();
  expect(await wordsOn(owners.getByRole("dialog"))).toEqual(words);
  await expectAccessible(owners, "confirm");
  await keepScreenshot(owners, "confirm");
  await owners.getByLabel("The words are the same").check();
  await owners.getByRole("button", { name: "Confirm 1 member" }).click();
  await owners.getByRole("dialog").waitFor({ state: "detached" });
  expect((await organization.member(memberId)).status).toBe("confirmed");

  await owners.getByRole("link", { name: "Account" }).click();
  const sealed = await exchange(owners, "Seal", "the vault is open: 世界");
  expect(sealed).not.toContain("vault");

  await signInAs(members, house, organization, memberId);
  await members.getByText("Check my key").first().click();
  await members.getByLabel("Your passphrase").fill(membersWords);
  await members.getByRole("button", { name: "Check my key" }).click();
  expect(await exchange(members, "Open", sealed)).toBe("the vault is open: 世界");
  await expectAccessible(members, "account");
  await keepScreenshot(members, "account");

  // What the server has opens nothing: no passphrase, no private key, no organization's key in any document.
  const kept = JSON.stringify([
    await house.deps.store.members.find({ organization: organization.id }).toArray(),
    await house.deps.store.organizations.find({ _id: organization.id }).toArray(),
  ]);
  for (const secret of [ownersWords, membersWords, "the vault is open"]) expect(kept).not.toContain(secret);
});

/** Seals or opens a text by the box of the account; gives back what came of it. */
async function exchange(page: Page, verb: "Seal" | "Open", text: string): Promise<string> {
  await page.getByText("Seal or open a message").click();
  await page.getByLabel("A text to seal, or a sealed message to open").fill(text);
  await page.getByRole("button", { name: verb, exact: true }).click();
  return page.getByLabel(verb === "Seal" ? "Sealed message" : "Opened message", { exact: true }).inputValue();
}
