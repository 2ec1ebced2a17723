/**
 * The reckoning of groups: whoever looks at who is in which group, from whatever side, sees the same, and the feed
 * tells the way there without a word too many or too early.
 */
import { expect } from "vitest";
import type { FeedEvent } from "../../api/organization/feed/events.ts";
import type { House } from "./house.ts";
import type { TestOrganization } from "./organization.ts";
import { schemas } from "./scim-client.ts";

/** The members of each group, by id, sorted. */
export type Rosters = ReadonlyMap<string, readonly string[]>;

/** Posts a group with some members and gives back its id. */
export async function postGroup(
  { directory }: TestOrganization,
  displayName: string,
  members: readonly string[] = [],
): Promise<string> {
  const values = members.map((value) => ({ value }));
  const sent = { schemas: [schemas.group], displayName, ...(values.length > 0 && { members: values }) };
  const { status, body } = await directory.send("POST", "/Groups", sent);
  expect(status, JSON.stringify(body)).toBe(201);
  return String(body.id);
}

/** Who is in a group as the directory reads it, sorted; null where there is no such group. */
export async function rosterOf({ directory }: TestOrganization, group: string): Promise<string[] | null> {
  const { status, body } = await directory.send("GET", `/Groups/${group}`);
  if (status === 404) return null;
  expect(status, JSON.stringify(body)).toBe(200);
  return body.members.map(({ value }: { value: string }) => value).sort();
}

/** Expects that all sides agree on who is in which group. @param users whose side is asked too */
export async function expectAgreement(
  house: House,
  organization: TestOrganization,
  rosters: Rosters,
  users: Iterable<string>,
): Promise<void> {
  for (const [group, members] of rosters) {
    expect(await rosterOf(organization, group), `members of ${group}`).toEqual(members);
  }
  for (const user of users) await expectGroupsOf(organization, user, rosters);
  expect(await sizes(house, organization), "sizes").toEqual(filled(rosters, (members) => members.length));
  const told = foldFeed(await organization.events());
  expect([...told.keys()].sort(), "groups by the feed").toEqual([...rosters.keys()].sort());
  const sorted = new Map([...told].map(([group, members]) => [group, [...members].sort()]));
  expect(
    filled(sorted, (members) => members),
    "members by the feed",
  ).toEqual(filled(rosters, (members) => members));
}

async function expectGroupsOf(organization: TestOrganization, user: string, rosters: Rosters): Promise<void> {
  const wanted = [...rosters].flatMap(([group, members]) => (members.includes(user) ? [group] : [])).sort();
  const { status, body } = await organization.directory.send("GET", `/Users/${user}`);
  expect(status).toBe(200);
  const shown = (body.groups ?? []).map(({ value }: { value: string }) => value);
  expect(shown.sort(), `groups of ${user}`).toEqual(wanted);
  const filter = encodeURIComponent(`members eq "${user}"`);
  const found = await organization.directory.send(
    "GET",
    `/Groups?excludedAttributes=members&filter=${filter}`,
  );
  expect(found.status).toBe(200);
  const ids = found.body.Resources.map(({ id }: { id: string }) => id);
  expect(ids.sort(), `groups that are found by ${user}`).toEqual(wanted);
}

async function sizes({ deps }: House, { id }: TestOrganization): Promise<Record<string, number>> {
  const found = await deps.store.groupSizes.find({ organization: id, members: { $ne: 0 } }).toArray();
  return Object.fromEntries(found.map(({ _id, members }) => [_id, members]));
}

/** What is said of the groups that have members. */
function filled<Said>(rosters: Rosters, say: (members: readonly string[]) => Said): Record<string, Said> {
  const some = [...rosters].filter(([, members]) => members.length > 0);
  return Object.fromEntries(some.map(([group, members]) => [group, say(members)]));
}

/**
 * Follows a feed as somebody outside would, who knows nothing but what it tells.
 * @returns the members of the groups that there are in the end
 */
export function foldFeed(events: readonly FeedEvent[]): Map<string, Set<string>> {
  expect(
    events.map(({ number }) => number),
    "the numbers of the feed",
  ).toEqual(events.map((_, index) => index + 1));
  const created = events.flatMap(({ kind, member = "" }) => (kind === "member.created" ? [member] : []));
  const unborn = new Set(created);
  const groups = new Map<string, Set<string>>();
  for (const { number, kind, group = "", member = "" } of events) {
    const what = `event ${number}: ${kind} of group ${group}, member ${member}`;
    const roster = groups.get(group);
    if (kind === "member.created") expect(unborn.delete(member), `${what}, told twice`).toBe(true);
    if (kind === "group.created") {
      expect(roster, `${what}, told twice`).toBeUndefined();
      groups.set(group, new Set());
    }
    if (kind === "group.removed") expect(groups.delete(group), `${what}, which is not there`).toBe(true);
    if (kind !== "membership.added" && kind !== "membership.removed") continue;
    expect(roster, `${what}: the group is not there`).toBeDefined();
    expect(unborn, `${what}: the member was not told of yet`).not.toContain(member);
    const isIn = roster?.has(member);
    expect(isIn, `${what}, told twice`).toBe(kind === "membership.removed");
    if (kind === "membership.added") roster?.add(member);
    else roster?.delete(member);
  }
  return groups;
}
