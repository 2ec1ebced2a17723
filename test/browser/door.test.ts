/**
 * Links of invitations that cannot be accepted any more, as their people open them: on a phone. Each says what became of
 * it, names nobody, and leaves a way out.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { accept, tokenIn } from "../support/joining.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { decide } from "../support/signing-in.ts";
import { onPhone, useBrowser } from "./support/browser.ts";
import { visit } from "./support/console.ts";

const browser = useBrowser();
let house: House;
let organization: TestOrganization;

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
});
afterAll(() => house.close());

const links = [
  {
    name: "expired",
    heading: "This invitation has ended",
    way: "contact",
    spoil: (id: string) =>
      house.deps.store.members.updateOne(
        { _id: id },
        { $set: { "standing.invitation.expiresAt": new Date(Date.now() - 60_000) } },
      ),
  },
  {
    name: "superseded",
    heading: "There is a newer invitation",
    way: "contact",
    spoil: (id: string) => decide(house, organization, "inviteAgain", id),
  },
  {
    name: "used",
    heading: "This invitation was accepted already",
    way: "sign in",
    spoil: () => accept(house, organization, "used"),
  },
  {
    name: "revoked",
    heading: "This invitation was taken back",
    way: "contact",
    spoil: (id: string) => decide(house, organization, "revoke", id),
  },
];

test.each(links)(
  "B51 a link that is $name says so, and whom to turn to",
  async ({ name, heading, way, spoil }) => {
    const id = await organization.provision(name);
    const link = `${house.deps.config.PUBLIC_URL}/join/${organization.id}/${tokenIn(organization.mails(name).at(-1))}`;
    await spoil(id);
    await organization.settled();
    const { page } = await browser.openProfile(onPhone);
    await visit(page, `join-${name}`, link, page.getByRole("heading", { name: heading }));
    expect(await page.getByLabel("Passphrase", { exact: true }).count()).toBe(0);
    expect(await page.locator("main").textContent()).not.toContain(organization.address(name));
    const contact = page.getByRole("link", { name: organization.address("owner") });
    expect(await contact.getAttribute("href")).toBe(`mailto:${organization.address("owner")}`);
    if (way !== "sign in") return;
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  },
);
