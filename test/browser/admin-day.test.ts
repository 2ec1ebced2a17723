/**
 * An admin's day with people and groups: each action of the console is pressed in a browser, and what it does is seen on
 * the page, in the mailbox and by the directory.
 */
import { readFile } from "node:fs/promises";
import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { useBrowser } from "./support/browser.ts";
import { answer, decide, openDialog } from "./support/dialogs.ts";
import { allRead, expectAccessible, keepScreenshot } from "./support/looks.ts";
import { ownerOf } from "./support/owner.ts";

const browser = useBrowser();
let house: House;
let console: string;
let organization: TestOrganization;
let owner: BrowserContextOptions;

beforeAll(async () => {
  house = await openHouse();
  console = `${house.deps.config.PUBLIC_URL}/console`;
  organization = await openOrganization(house, { removalGuard: { members: 1, percent: 1 } });
  owner = await ownerOf(browser, house, organization);
});
afterAll(() => house.close());

const named = (name: string) => ({ displayName: name });
const status = async (id: string) => (await organization.member(id)).status;

async function open(path: string, title?: string) {
  const profile = await browser.openProfile(owner);
  await goTo(profile.page, path, title);
  return profile;
}

async function goTo(page: Page, path: string, title?: string): Promise<void> {
  await page.goto(console + path);
  await page.getByRole("heading", { level: 1, ...(title && { name: title }) }).waitFor();
  await allRead(page);
}

const toast = (page: Page, words: string) => page.locator(".toast").getByText(words).waitFor();
const shows = (page: Page, words: string) => page.locator("main .card").getByText(words).first().waitFor();
const row = (page: Page, name: string): Locator => page.getByRole("row").filter({ hasText: name });

test("invitations that are held go out as an admin releases them: one, then all", async () => {
  await house.deps.store.organizations.updateOne(
    { _id: organization.id },
    { $set: { "settings.invitations": "held" } },
  );
  const [ada, bob, carol] = [
    await organization.provision("ada", named("Ada Held")),
    await organization.provision("bob", named("Bob Held")),
    await organization.provision("carol", named("Carol Held")),
  ];
  const { page } = await open("/members?status=staged");
  await page.getByText("3 members are staged").waitFor();
  await keepScreenshot(page, "members-staged");
  await expectAccessible(page, "members-staged");
  await page.getByRole("link", { name: "Ada Held" }).click();
  await decide(page, "Release invitation", "release");
  await toast(page, "1 member was released.");
  await shows(page, "Has an invitation");
  await eventually(() => expect(organization.mails("ada")).toHaveLength(1));
  expect([await status(bob), await status(carol)]).toEqual(["staged", "staged"]);

  await goTo(page, "/members?status=staged");
  await decide(page, "Release all invitations", "release-all", "Release all");
  await toast(page, "2 members were released.");
  await page.getByText("Nobody is like that").waitFor();
  await eventually(() =>
    expect([...organization.mails("bob"), ...organization.mails("carol")]).toHaveLength(2),
  );

  await page.getByRole("button", { name: "Show everybody" }).click();
  for (const name of ["Ada Held", "Bob Held"]) await page.getByLabel(`Choose ${name}`).check();
  await decide(page, "Revoke access", "revoke-many");
  await toast(page, "2 members were revoked.");
  await page.getByRole("region", { name: "With those who are chosen" }).waitFor({ state: "detached" });
  for (const name of ["Ada Held", "Bob Held"]) await row(page, name).getByText("by an admin").waitFor();
  expect([await status(ada), await status(bob), await status(carol)]).toEqual([
    "revoked",
    "revoked",
    "invited",
  ]);
  expect((await organization.read(ada)).active).toBe(true);
});

test("one person is invited by hand, reminded, revoked, restored, made an admin, and removed", async () => {
  const { page, allow } = await open("/members");
  const dialog = await openDialog(page, page.getByRole("button", { name: "Invite someone" }), "invite");
  await dialog.getByLabel("E-mail address").fill(organization.address("hand"));
  await dialog.getByLabel("Name").fill("Hannah Hand");
  await answer(dialog, "Invite");
  await toast(page, "Hannah Hand is invited.");
  await page.getByRole("link", { name: "Hannah Hand" }).click();
  await shows(page, "Has an invitation");
  await eventually(() => expect(organization.mails("hand")).toHaveLength(1));
  await decide(page, "Invite again", "invite-again");
  await toast(page, "1 member was invited again.");
  await eventually(() => expect(organization.mails("hand")).toHaveLength(2));

  const id = page.url().split("/").at(-1) ?? "";
  await decide(page, "Revoke access", "revoke");
  await shows(page, "Has no access");
  expect(await status(id)).toBe("revoked");
  await decide(page, "Restore access", "restore");
  await shows(page, "Has an invitation");
  await page.getByLabel("Role").selectOption("admin");
  const changing = page.getByRole("dialog", { name: "Make Hannah Hand an admin" });
  await changing.waitFor();
  await keepScreenshot(page, "change-role");
  await expectAccessible(page, "change-role");
  await answer(changing, "Change");
  await toast(page, "The change is made.");
  expect(await organization.member(id)).toMatchObject({ status: "invited", role: "admin" });
  await page.getByText("changed the role of").waitFor();

  allow(/status of 404/);
  await decide(page, "Remove for good", "remove");
  await page.getByText("This member is gone").waitFor();
  expect((await organization.members()).map((member) => member.id)).not.toContain(id);
});

test("a group is made by hand, renamed, filled and emptied, and the directory reads it so", async () => {
  const ida = await organization.provision("ida", named("Ida Grouped"));
  const { page } = await open("/groups");
  const making = await openDialog(page, page.getByRole("button", { name: "New group" }), "new-group");
  await making.getByLabel("Name").fill("Rowers");
  await answer(making, "Create");
  await page.getByRole("heading", { name: "Rowers", level: 1 }).waitFor();
  const id = page.url().split("/").at(-1) ?? "";

  const renaming = await openDialog(page, page.getByRole("button", { name: "Rename" }), "rename-group");
  await renaming.getByLabel("Name").fill("Scullers");
  await answer(renaming, "Rename");
  await page.getByRole("heading", { name: "Scullers", level: 1 }).waitFor();
  expect(await organization.groups.named("Scullers")).toEqual([id]);

  const button = page.getByRole("button", { name: "Add someone" });
  const adding = await openDialog(page, button, "add-to-group");
  await adding.getByRole("searchbox", { name: "Search members" }).fill("ida gr");
  await adding.getByRole("button", { name: "Add Ida Grouped" }).click();
  await adding.getByText("Added", { exact: true }).waitFor();
  await keepScreenshot(page, "added-to-group");
  await answer(adding, "Done");
  await row(page, "Ida Grouped").waitFor();
  expect(await organization.groups.members(id)).toEqual([ida]);
  await page.getByRole("button", { name: "Take out Ida Grouped" }).click();
  await page.getByText("Nobody is in this group.").waitFor();
  await keepScreenshot(page, "group-by-hand");
  expect(await organization.groups.expectOneState(id)).toEqual([]);
});

test("what failed is tried again, all at once, and held removals are decided", async () => {
  await house.deps.store.organizations.updateOne(
    { _id: organization.id },
    { $set: { "settings.invitations": "atOnce" } },
  );
  const back = await organization.provision("back", named("Bo Back"));
  const gone = await organization.provision("gone", named("Gus Gone"));
  const first = await organization.provision("first", named("Fay First"));
  house.mailbox.refuse(() => ({ code: 550, text: "no such user here" }));
  await organization.provision("later", named("Lou Later"));
  for (const id of [first, back, gone]) await organization.remove(id);
  house.mailbox.refuse(null);

  const { page } = await open("/failures");
  await page.getByText("2 removals held for review").waitFor();
  await page.getByText("no such user here").first().waitFor();
  await keepScreenshot(page, "failures-held");
  await expectAccessible(page, "failures-held");
  await decide(page, "Undo Bo Back", "undo-removal", "Undo");
  await toast(page, "1 member is given back what they had.");
  await page.getByText("1 removal held for review").waitFor();
  await decide(page, "Remove Gus Gone", "do-removal", "Remove for good");
  await toast(page, "1 member is being removed.");
  await page.getByText("held for review").first().waitFor({ state: "detached" });
  await organization.settled();
  expect(await status(back)).toBe("invited");
  expect((await organization.members()).map(({ id }) => id)).not.toContain(gone);

  await decide(page, "Try all again", "try-all");
  await toast(page, "1 e-mail is tried again.");
  await page.getByText("Nothing is wrong").waitFor();
  await eventually(() => expect(organization.mails("later")).toHaveLength(1));
});

test("the events are taken away as a table, with a row for each that the page tells", async () => {
  const { page } = await open("/events");
  await page.getByLabel("What happened").selectOption("member.revoked");
  const told = () => page.locator(".history li").allTextContents();
  await expect.poll(async () => (await told()).every((words) => words.includes(" revoked "))).toBe(true);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export as CSV" }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toBe(`${organization.id}-events.csv`);
  const [head = "", ...rows] = (await readFile(await file.path(), "utf8")).trim().split("\n");
  expect(head).toContain("kind");
  expect(rows).toHaveLength((await told()).length);
  for (const line of rows) expect(line).toContain("member.revoked");
  expect(rows.join("\n")).toContain("Ada Held");
});
