/**
 * A browser's state in which the owner of an organization is signed in, and the organization has a key: without one each
 * page would lie behind the dialog that makes it. A profile that begins with it has nothing else, no file of a page either.
 */
import type { BrowserContextOptions } from "playwright-core";
import { expect } from "vitest";
import type { House } from "../../support/house.ts";
import { keyPairLike } from "../../support/joining.ts";
import type { TestOrganization } from "../../support/organization.ts";
import { signInOwner } from "../../support/sign-in.ts";
import type { TestBrowser } from "./browser.ts";
import { signInAs } from "./sign-in.ts";

export async function ownerOf(
  browser: TestBrowser,
  house: House,
  organization: TestOrganization,
): Promise<BrowserContextOptions> {
  const client = await signInOwner(house, organization);
  const sealedOrganizationKey = { version: 1, enc: "a".repeat(43), ciphertext: "a".repeat(64) };
  const key = { ...keyPairLike(), sealedOrganizationKey };
  const { status } = await client.send("POST", `/organizations/${organization.id}/key`, key);
  expect(status).toBe(204);
  const { page, close } = await browser.openProfile();
  const owner = await house.deps.store.members.findOne({
    organization: organization.id,
    "standing.role": "owner",
  });
  await signInAs(page, house, organization, owner?._id ?? "");
  const storageState = await page.context().storageState();
  await close();
  return { storageState };
}
