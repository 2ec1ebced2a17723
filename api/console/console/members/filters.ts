/**
 * What the list of members is narrowed by: the page's own query, and what the API is asked for it. Pure.
 */

/** Each is a part of the page's query, in this order. */
export const filterNames = ["search", "status", "source", "look", "role"] as const;
type FilterName = (typeof filterNames)[number];

type Option = {
  readonly value: string;
  readonly name: string;
  readonly asks: Readonly<Record<string, string>>;
};

/** What can be chosen; the first of each is everybody. */
export const filterOptions: Readonly<Record<Exclude<FilterName, "search">, readonly Option[]>> = {
  status: [
    { value: "", name: "Any status", asks: {} },
    { value: "staged", name: "Staged", asks: { status: "staged" } },
    { value: "invited", name: "Invited", asks: { status: "invited" } },
    { value: "accepted", name: "Accepted", asks: { status: "accepted" } },
    { value: "confirmed", name: "Confirmed", asks: { status: "confirmed" } },
    { value: "revoked", name: "Revoked", asks: { status: "revoked" } },
  ],
  source: [
    { value: "", name: "Anywhere", asks: {} },
    { value: "directory", name: "From the directory", asks: { origin: "directory" } },
    { value: "hand", name: "By hand", asks: { origin: "hand", linked: "false" } },
    { value: "linked", name: "By hand, linked", asks: { linked: "true" } },
  ],
  look: [
    { value: "", name: "Everybody", asks: {} },
    { value: "waiting", name: "Who waits", asks: { waiting: "true" } },
    { value: "unreachable", name: "Cannot be reached", asks: { unreachable: "true" } },
    { value: "expired", name: "Invitation has ended", asks: { expired: "true" } },
  ],
  role: [
    { value: "", name: "Any role", asks: {} },
    { value: "owner", name: "Owners", asks: { role: "owner" } },
    { value: "admin", name: "Admins", asks: { role: "admin" } },
    { value: "member", name: "Members", asks: { role: "member" } },
  ],
};

/** The query of the API for that of the page; what the page does not know is left out. */
export function askedOf(get: (name: FilterName) => string): Readonly<Record<string, string>> {
  const asked = filterNames
    .filter((name) => name !== "search")
    .map((name) => filterOptions[name].find(({ value }) => value === get(name))?.asks);
  return Object.assign({ search: get("search") }, ...asked);
}
