/**
 * A directory that does not give up: it sends users, groups and who is in which, one PATCH after the other through
 * several connections, repeats what was not answered, and takes some people out again.
 */
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import type { House } from "../support/house.ts";
import { expectAgreement, foldFeed, type Rosters } from "../support/membership-account.ts";
import type { TestOrganization } from "../support/organization.ts";
import { type Answer, entraUser, patchOf, schemas } from "../support/scim-client.ts";

/** How much it sends. */
export type Extent = { readonly people: number; readonly teams: number; readonly teamsOfEach: number };

const connections = 16;
/** So many members a PATCH names; Entra names fewer where few have changed. */
const namedMax = 5;

/** What is wanted in the end. */
export type Synced = { readonly users: readonly string[]; readonly rosters: Rosters };

/**
 * Syncs everything.
 * @param onAcknowledged is told how many writes are acknowledged so far
 */
export async function syncGroups(
  organization: TestOrganization,
  extent: Extent,
  onAcknowledged: (count: number) => void = () => undefined,
): Promise<Synced> {
  const { directory, address } = organization;
  const { people, teams } = extent;
  const wanted = Array.from({ length: teams }, () => new Map<string, boolean>());
  let count = 0;
  const acknowledged = () => {
    count += 1;
    onAcknowledged(count);
  };
  const users = await inParallel(upTo(people), async (n) => {
    const userName = address(`person-${n}`);
    const id = await create(organization, "/Users", entraUser(userName), `userName eq "${userName}"`);
    acknowledged();
    return id;
  });
  const groups = await inParallel(upTo(teams), async (n) => {
    const body = { schemas: [schemas.group], displayName: `Team ${n}` };
    const id = await create(organization, "/Groups", body, `displayName eq "Team ${n}"`);
    acknowledged();
    return id;
  });

  const patches = groups.flatMap((_, team) => {
    const named = users.filter((_user, n) => isIn(n, team, extent));
    for (const user of named) wanted[team]?.set(user, true);
    return inChunks(named).map((members) => ({ team, op: "Add", members }));
  });
  const patch = async ({ team, op, members }: (typeof patches)[number]) => {
    const value = members.map((member) => ({ value: member }));
    const body = patchOf({ op, path: "members", value });
    const { status } = await patiently(() => directory.send("PATCH", `/Groups/${groups[team]}`, body));
    expect(status).toBeOneOf([200, 204]);
    acknowledged();
  };
  await inParallel(patches, patch);
  // Some leave again, of each group the first few.
  await inParallel([...groups.keys()], async (team) => {
    const members = [...(wanted[team]?.keys() ?? [])].slice(0, namedMax);
    await patch({ team, op: "Remove", members });
    for (const member of members) wanted[team]?.set(member, false);
  });
  const rosters = groups.map((group, team) => {
    const members = [...(wanted[team] ?? [])].flatMap(([member, present]) => (present ? [member] : []));
    return [group, members.sort()] as const;
  });
  return { users, rosters: new Map(rosters) };
}

/** The reckoning after a fault: all that was acknowledged is in force, and was told once. */
export async function expectSynced(
  house: House,
  organization: TestOrganization,
  { users, rosters }: Synced,
): Promise<void> {
  await expectAgreement(house, organization, rosters, users.slice(0, 20));
  const events = await organization.events();
  expect([...foldFeed(events).keys()].sort()).toEqual([...rosters.keys()].sort());
  const adds = events.flatMap(({ kind, group, member }) =>
    kind === "membership.added" ? [`${group} ${member}`] : [],
  );
  expect(adds.length, "adds that were told twice").toBe(new Set(adds).size);
  const of = { organization: organization.id };
  const { members, memberships } = house.deps.store;
  expect(await members.countDocuments({ ...of, origin: "directory" }), "members").toBe(users.length);
  const inForce = [...rosters.values()].flat().length;
  expect(await memberships.countDocuments({ ...of, present: true, inForce: true }), "memberships").toBe(
    inForce,
  );
  expect(await memberships.countDocuments({ ...of, present: true }), "memberships that are shown").toBe(
    inForce,
  );
}

function isIn(n: number, team: number, { teams, teamsOfEach }: Extent): boolean {
  return (((team - n) % teams) + teams) % teams < teamsOfEach;
}

function inChunks(members: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(members.length / namedMax) }, (_, index) =>
    members.slice(index * namedMax, (index + 1) * namedMax),
  );
}

async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const left = items.entries();
  async function connection(): Promise<void> {
    for (const [index, item] of left) results[index] = await work(item);
  }
  await Promise.all(Array.from({ length: connections }, connection));
  return results;
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}

/** A POST whose answer was lost has come to be or not; a 409 on the next try tells that it has. */
async function create(
  { directory }: TestOrganization,
  path: string,
  body: object,
  filter: string,
): Promise<string> {
  const made = await patiently(() => directory.send("POST", path, body));
  if (made.status === 201) return String(made.body.id);
  expect(made.status, JSON.stringify(made.body)).toBe(409);
  const found = await patiently(() => directory.send("GET", `${path}?filter=${encodeURIComponent(filter)}`));
  return String(found.body.Resources[0].id);
}

/** Sends again while there is no answer, or one that says "not now". */
async function patiently(send: () => Promise<Answer>): Promise<Answer> {
  for (const deadline = Date.now() + 60_000; ; ) {
    const answer = await send().catch(() => null);
    if (answer && answer.status !== 503) return answer;
    if (Date.now() > deadline) throw new Error("no answer in a minute");
    await pause(50);
  }
}
