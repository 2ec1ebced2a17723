/**
 * Lists as a directory goes through them, and people to fill them with.
 */
import { expect } from "vitest";
import type { UserAttributes } from "../../shared/scim/schema/user.ts";
import { freshMember } from "../../shared/store/members.ts";
import type { House } from "../support/house.ts";
import type { TestOrganization } from "../support/organization.ts";
import type { Answer } from "../support/scim-client.ts";

type Parameters = Readonly<Record<string, string | number>>;

/** Whatever an extension may hold is a person's attribute as well. */
export type Person = Partial<UserAttributes> & { readonly [extension: string]: unknown };

export type Page = {
  readonly ids: readonly string[];
  readonly body: Answer["body"];
};

export const searchRequest = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/**
 * Puts people straight into the store, with nothing left to do for them, each a minute older than the next.
 * @returns their ids, in the order of the list and of a list by age
 */
export async function stock(
  house: House,
  { id: organization, address }: Pick<TestOrganization, "id" | "address">,
  people: readonly Person[],
): Promise<string[]> {
  const { store, newId, now } = house.deps;
  // Ids that are made within a moment are in no order among themselves.
  const ids = people.map(() => newId()).toSorted();
  const members = people.map((person, index) => {
    const { pending: _pending, ...member } = freshMember({
      _id: ids[index] ?? "",
      organization,
      attributes: { userName: address(`p${index}`), active: true, ...person },
      origin: "directory",
      by: { kind: "system" },
      at: new Date(now().getTime() - (people.length - index) * 60_000),
    });
    return member;
  });
  if (members.length > 0) await store.members.insertMany(members, { ordered: false });
  return ids;
}

/** Asks for a page of a list, which must come. */
export async function list(
  { directory }: TestOrganization,
  path: string,
  parameters: Parameters = {},
): Promise<Page> {
  const query = new URLSearchParams(
    Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return pageIn(await directory.send("GET", `${path}?${query}`));
}

/** Sends a search, which must be answered with a page. */
export async function search(
  { directory }: TestOrganization,
  path: string,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<Page> {
  return pageIn(await directory.send("POST", `${path}/.search`, { schemas: [searchRequest], ...parameters }));
}

function pageIn({ status, body }: Answer): Page {
  expect(status, JSON.stringify(body)).toBe(200);
  const resources: { readonly id: string }[] = body.Resources;
  expect(body.itemsPerPage).toBe(resources.length);
  return { ids: resources.map(({ id }) => id), body };
}

/**
 * Goes through a list by cursor, page after page.
 * @param between what happens after each page
 */
export async function goThrough(
  organization: TestOrganization,
  path: string,
  parameters: Parameters,
  between: (page: Page, number: number) => Promise<unknown> = async () => undefined,
): Promise<Page[]> {
  const pages: Page[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const page = await list(organization, path, { ...parameters, cursor });
    pages.push(page);
    await between(page, pages.length);
    cursor = page.body.nextCursor;
  }
  return pages;
}

/** The ids of some pages, one after the other. */
export function idsOn(pages: readonly Page[]): string[] {
  return pages.flatMap(({ ids }) => ids);
}
