/**
 * Ways into the organization API: signed in as a member, or with a token.
 */
import { expect } from "vitest";
import { makeSignInLink } from "../../api/access/sign-in.ts";
import { issueToken } from "../../api/access/tokens.ts";
import { type ApiClient, apiClient } from "./api-client.ts";
import type { House } from "./house.ts";
import { admin, openOrganization, type TestOrganization } from "./organization.ts";

type Place = Pick<TestOrganization, "id">;

const linkMs = 60_000;

/** A link that signs a member in once. */
export async function linkFor({ deps }: House, { id }: Place, memberId: string): Promise<string> {
  return (await makeSignInLink(deps, id, memberId, linkMs)).url;
}

/** Signs a member in, by a link. */
export async function signIn(house: House, organization: Place, memberId: string): Promise<ApiClient> {
  return apiClient(house, await signInHeaders(house, organization, memberId));
}

/** Signs a member in; gives back what tells so. */
export async function signInHeaders(
  house: House,
  organization: Place,
  memberId: string,
): Promise<Record<string, string>> {
  const token = (await linkFor(house, organization, memberId)).split("/").at(-1);
  const { status, body, headers } = await apiClient(house).send("POST", "/sign-in/link", { token });
  expect(status, JSON.stringify(body)).toBe(200);
  const [cookie = ""] = headers.getSetCookie().map((line) => line.split(";", 1)[0] ?? "");
  return { Cookie: cookie };
}

/** Signs the owner in whom the organization was made with. */
export async function signInOwner(house: House, organization: TestOrganization): Promise<ApiClient> {
  const owner = (await organization.members()).find(({ role }) => role === "owner");
  return signIn(house, organization, owner?.id ?? "");
}

/** Makes an organization, and signs its owner in, who sends to what comes after the organization in a path. */
export async function openAsOwner(house: House) {
  const organization = await openOrganization(house);
  const owner = await signInOwner(house, organization);
  const send = (method: string, path: string, body?: unknown) =>
    owner.send(method, `/organizations/${organization.id}${path}`, body);
  return { organization, send };
}

/** Makes an API token; gives back its secret. */
export async function tokenOf({ deps }: House, { id }: Place, access: "read" | "write"): Promise<string> {
  const { secret } = await issueToken(
    deps,
    id,
    { name: `a test that may ${access}`, access, days: 1 },
    admin,
  );
  return secret;
}

export function tokenClient(house: House, secret: string): ApiClient {
  return apiClient(house, { Authorization: `Bearer ${secret}` });
}
