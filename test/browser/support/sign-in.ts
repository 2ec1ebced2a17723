/**
 * Signing in as a person does who was given a link: it opens a page, and a click there uses it up.
 */
import type { Page } from "playwright-core";
import type { House } from "../../support/house.ts";
import type { TestOrganization } from "../../support/organization.ts";
import { linkFor } from "../../support/sign-in.ts";

/** Signs a member in, who then sees the console. */
export async function signInAs(
  page: Page,
  house: House,
  organization: TestOrganization,
  memberId: string,
): Promise<void> {
  await page.goto(await linkFor(house, organization, memberId));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/console/);
}
