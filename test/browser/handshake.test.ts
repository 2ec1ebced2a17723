/**
 * The way of the organization's key in real browsers: made by the owner, passed on to a member who was compared, and
 * proved by a message that only its holders open (rows B50 to B53); then what becomes of it when that member takes another
 * passphrase, and when they lose it. Each test goes on where the one before it has ended.
 */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openMessage } from "../../api/console/keys/message.ts";
import { openOrganizationKey } from "../../api/console/keys/organization-key.ts";
import { makeKeyPair, wrapPrivateKey } from "../../api/console/keys/private-key.ts";
import { acceptInvitation } from "../../api/organization/members/accept.ts";
import { changeRole, requireMember } from "../../api/organization/members/members.ts";
import { type House, openHouse } from "../support/house.ts";
import { tokenIn } from "../support/joining.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { signIn } from "../support/sign-in.ts";
import { onPhone, useBrowser } from "./support/browser.ts";
import { answer, openDialog } from "./support/dialogs.ts";
import { choosePassphrase, wordsOn } from "./support/keys.ts";
import { expectAccessible, keepScreenshot } from "./support/looks.ts";
import { signInAs } from "./support/sign-in.ts";

const browser = useBrowser();
let house: House;
let organization: TestOrganization;
let owners: Page;
let members: Page;
let memberId: string;
/** By the owner, at the beginning. */
let sealed: string;

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  owners = (await browser.openProfile()).page;
  members = (await browser.openProfile(onPhone)).page;
});
afterAll(() => house.close());

const site = () => house.deps.config.PUBLIC_URL;
const ownersWords = "the owner keeps these words";
const membersWords = "and the member those";
const nextWords = "other words, kept better";
const newWords = "a new key for a new year";
const secret = "the vault is open: 世界";

test("B50 B53 a confirmed member opens, in a browser of their own, what was sealed with the organization's key", async () => {
  memberId = await organization.provision("grace", { displayName: "Grace" });
  const owner = (await organization.members()).find(({ role }) => role === "owner");
  if (!owner) throw new Error("there is no owner");

  await signInAs(owners, house, organization, owner.id);
  await owners.getByRole("dialog").waitFor();
  await expectAccessible(owners, "key-setup");
  await keepScreenshot(owners, "key-setup");
  await choosePassphrase(owners, ownersWords);
  await owners.getByRole("button", { name: "Make the organization's key" }).click();
  await owners.getByRole("dialog").waitFor({ state: "detached" });

  await members.goto(`${site()}/join/${organization.id}/${tokenIn(organization.mails("grace").at(-1))}`);
  await choosePassphrase(members, membersWords);
  await expectAccessible(members, "join");
  await keepScreenshot(members, "join");
  await members.getByRole("button", { name: "Accept the invitation" }).click();
  await members.getByRole("heading", { name: "You have accepted" }).waitFor();
  const words = await wordsOn(members);
  expect(words).toHaveLength(6);
  await expectAccessible(members, "accepted");
  await keepScreenshot(members, "accepted");

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
  sealed = await exchange(owners, "Seal", secret);
  expect(sealed).not.toContain("vault");

  await signInAs(members, house, organization, memberId);
  await checkKey(members, membersWords);
  expect(await exchange(members, "Open", sealed)).toBe(secret);
  await expectAccessible(members, "account");
  await keepScreenshot(members, "account");

  // What the server has opens nothing: no passphrase, no private key, no organization's key in any document.
  const kept = JSON.stringify([
    await house.deps.store.members.find({ organization: organization.id }).toArray(),
    await house.deps.store.organizations.find({ _id: organization.id }).toArray(),
  ]);
  for (const each of [ownersWords, membersWords, secret]) expect(kept).not.toContain(each);
});

test("B53 with another passphrase the same key opens what was sealed, and with the one before it nothing", async () => {
  const button = members.getByRole("button", { name: "Change the passphrase" });
  const dialog = await openDialog(members, button, "change-passphrase");
  await dialog.getByLabel("Your passphrase").fill(membersWords);
  await dialog.getByRole("button", { name: "Go on" }).click();
  await choosePassphrase(members, nextWords);
  await expectAccessible(members, "next-passphrase");
  await keepScreenshot(members, "next-passphrase");
  await answer(dialog, "Change the passphrase");

  await members.reload();
  await checkKey(members, membersWords);
  await members.getByRole("alert").getByText("The passphrase does not open your key.").waitFor();
  await keepScreenshot(members, "wrong-passphrase");
  await members.getByLabel("Your passphrase").fill(nextWords);
  await members.getByRole("button", { name: "Check my key" }).click();
  expect(await exchange(members, "Open", sealed)).toBe(secret);
});

test("B53 who lost the passphrase makes a new key, and is confirmed again at once with another who waits", async () => {
  const heidi = await acceptElsewhere("heidi");
  await changeRole(house.deps, await requireMember(house.deps, organization.id, memberId), "admin", admin);
  await members.reload();
  const pages = () => members.locator("#menu a").count();
  await expect.poll(pages).toBeGreaterThan(1);
  const before = await wordsOn(members);
  const button = members.getByRole("button", { name: "I have lost my passphrase" });
  const dialog = await openDialog(members, button, "lost-passphrase");
  await choosePassphrase(members, newWords);
  await dialog.getByLabel("I give up the key that I have now").check();
  await answer(dialog, "Make a new key");
  await members.getByText("You wait for confirmation.").waitFor();
  await keepScreenshot(members, "waits-again");
  await expectAccessible(members, "waits-again");
  // An admin is one from the confirmation on.
  await expect.poll(pages).toBe(1);
  const words = await wordsOn(members);
  expect(words).not.toEqual(before);
  expect((await organization.member(memberId)).status).toBe("accepted");

  await owners.getByRole("link", { name: "Members", exact: true }).click();
  for (const name of ["Grace", "Heidi"]) await owners.getByLabel(`Choose ${name}`).check();
  const confirming = await openDialog(
    owners,
    owners.getByRole("button", { name: "Confirm" }),
    "confirm-many",
  );
  expect(await wordsOn(confirming.getByRole("listitem").filter({ hasText: "Grace" }))).toEqual(words);
  await confirming.getByRole("button", { name: "I have compared them all" }).click();
  await answer(confirming, "Confirm 2 members");
  for (const id of [memberId, heidi.id]) expect((await organization.member(id)).status).toBe("confirmed");

  // The page of who waited was not loaded anew.
  await members.getByText("You wait for confirmation.").waitFor({ state: "detached" });
  await expect.poll(pages).toBeGreaterThan(1);
  await checkKey(members, newWords);
  expect(await exchange(members, "Open", sealed)).toBe(secret);
  expect(await heidi.open(sealed)).toBe(secret);
});

/** Somebody who accepts without a page; what was sealed is opened as theirs would. */
async function acceptElsewhere(local: string) {
  const id = await organization.provision(local, { displayName: "Heidi" });
  const holder = { organization: organization.id, member: id };
  const pair = await makeKeyPair();
  const wrappedPrivateKey = await wrapPrivateKey(pair, holder, "kept in another place");
  const keys = { publicKey: pair.publicKey, wrappedPrivateKey };
  await acceptInvitation(house.deps, organization.id, tokenIn(organization.mails(local).at(-1)), keys);
  const open = async (message: string) => {
    const client = await signIn(house, organization, id);
    const { body } = await client.send("GET", `/organizations/${organization.id}/me/keys`);
    const organizationKey = await openOrganizationKey(body.sealedOrganizationKey, pair, holder);
    return openMessage(organizationKey, organization.id, message);
  };
  return { id, open };
}

/** Lets the account's page try the key, with a passphrase that may be wrong. */
async function checkKey(page: Page, passphrase: string): Promise<void> {
  await page.getByText("Check my key").first().click();
  await page.getByLabel("Your passphrase").fill(passphrase);
  await page.getByRole("button", { name: "Check my key" }).click();
}

/** Seals or opens a text by the box of the account; gives back what came of it. */
async function exchange(page: Page, verb: "Seal" | "Open", text: string): Promise<string> {
  await page.getByText("Seal or open a message").click();
  await page.getByLabel("A text to seal, or a sealed message to open").fill(text);
  await page.getByRole("button", { name: verb, exact: true }).click();
  return page.getByLabel(verb === "Seal" ? "Sealed message" : "Opened message", { exact: true }).inputValue();
}
