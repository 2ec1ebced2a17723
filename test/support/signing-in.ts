/**
 * Signing in as a person of an organization does: by the link in the e-mail, or by one that was made.
 */
import type { ParsedMail } from "mailparser";
import { expect } from "vitest";
import { makeSignInLink } from "../../api/access/sign-in.ts";
import { actOnMembers } from "../../api/organization/members/actions.ts";
import { requireOrganization } from "../../api/organization/settings/organizations.ts";
import type { House } from "./house.ts";
import { type Browser, openBrowser } from "./http-browser.ts";
import { admin, type TestOrganization } from "./organization.ts";

/** The token of the link in an e-mail, or of a link. */
export function signInTokenIn(text: string | undefined): string {
  const token = /\/sign-in\/link\/([\w-]+)/.exec(text ?? "")?.[1];
  if (token === undefined) throw new Error("there is no link to sign in");
  return token;
}

/** The e-mails with links to sign in that went to an address. */
export function signInMails(organization: TestOrganization, local: string): ParsedMail[] {
  return organization.mails(local).filter(({ subject }) => subject?.startsWith("Sign in to "));
}

/** A token that signs a member in once. */
export async function madeToken(
  house: House,
  organization: TestOrganization,
  local: string,
): Promise<string> {
  return signInTokenIn((await makeSignInLink(house.deps, organization.id, organization.address(local))).url);
}

/** A browser in which somebody has signed in. */
export async function signedIn(
  house: House,
  organization: TestOrganization,
  local: string,
  api = house.deps.config.PUBLIC_URL,
): Promise<Browser> {
  const browser = openBrowser();
  const token = await madeToken(house, organization, local);
  const { status, body } = await browser.send("POST", `${api}/api/sign-in/link`, { token });
  expect(status, JSON.stringify(body)).toBe(200);
  return browser;
}

/** Lets an admin decide about a member. */
export async function decide(
  { deps }: House,
  { id }: TestOrganization,
  action: "revoke" | "restore" | "inviteAgain",
  member: string,
): Promise<void> {
  const { done } = await actOnMembers(deps, await requireOrganization(deps, id), action, [member], admin);
  expect(done).toEqual([member]);
}
