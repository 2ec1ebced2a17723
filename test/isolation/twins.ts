/**
 * Two houses that differ in one thing: in the first, an organization has a neighbour; in the second, there has never
 * been one. Whoever asks the same of both, and is answered differently, has found out about the neighbour.
 */
import { openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf, schemas } from "../support/scim-client.ts";

/** What requests name, by the mark that stands for it. */
type Names = Readonly<Record<string, string>>;

export type Place = {
  readonly house: Awaited<ReturnType<typeof openHouse>>;
  readonly own: TestOrganization;
  readonly names: Names;
};

export type Twins = {
  readonly beside: Place & { readonly neighbour: TestOrganization };
  readonly alone: Place;
};

/** The people that both have, and one that only the neighbour has; the same of groups. */
export const people = ["ada", "bob", "cyd"] as const;
export const theirPerson = "zoe";
export const teams = ["Sales", "Support"] as const;
export const theirTeam = "Secret";
export const addressOf = (person: string) => `${person}@corp.example`;

export async function openTwins(): Promise<Twins> {
  const [first, second] = await Promise.all([openHouse(), openHouse()]);
  const own = await openOrganization(first);
  const ownNames = await fill(own, "own", people, teams);
  const neighbour = await openOrganization(first);
  const theirs = await fill(neighbour, "their", [...people, theirPerson], [...teams, theirTeam]);
  await change(neighbour, theirs);
  const { body } = await neighbour.directory.send("GET", "/Users?cursor=&count=1");
  const cursor = String(body.nextCursor);
  const lonely = await openOrganization(second);
  const lonelyNames = await fill(lonely, "own", people, teams);
  // Names of the same form that nobody has.
  const nobodys = Object.fromEntries(Object.keys(theirs).map((mark) => [mark, second.deps.newId()]));
  const nowhere = Buffer.from(cursor, "base64url").fill(7).toString("base64url");
  return {
    beside: {
      house: first,
      own,
      neighbour,
      names: { ...ownNames, ...theirs, "~their-organization~": neighbour.id, "~their-cursor~": cursor },
    },
    alone: {
      house: second,
      own: lonely,
      names: {
        ...lonelyNames,
        ...nobodys,
        "~their-organization~": "org-0123456789ab",
        "~their-cursor~": nowhere,
      },
    },
  };
}

async function fill(
  organization: TestOrganization,
  whose: "own" | "their",
  persons: readonly string[],
  names: readonly string[],
): Promise<Names> {
  const { directory } = organization;
  const marked: [mark: string, id: string][] = [];
  for (const person of persons) {
    const { body } = await directory.send(
      "POST",
      "/Users",
      entraUser(addressOf(person), { externalId: person }),
    );
    marked.push([`~${whose}-${person}~`, String(body.id)]);
  }
  const members = marked.map(([, value]) => ({ value }));
  for (const displayName of names) {
    const group = { schemas: [schemas.group], displayName, externalId: displayName, members };
    const { body } = await directory.send("POST", "/Groups", group);
    marked.push([`~${whose}-${displayName}~`, String(body.id)]);
  }
  await organization.settled();
  return Object.fromEntries([...marked, [`~${whose}-organization~`, organization.id]]);
}

/** So that there are versions, managers and a revoked one to find out about. */
async function change(organization: TestOrganization, names: Names): Promise<void> {
  const [ada, bob] = [names["~their-ada~"] ?? "", names["~their-bob~"] ?? ""];
  await organization.setActive(bob, "False");
  const manager = { op: "add", path: `${schemas.enterprise}:manager`, value: { value: bob } };
  await organization.directory.send(
    "PATCH",
    `/Users/${ada}`,
    patchOf(manager, { op: "add", path: "title", value: "Boss" }),
  );
  await organization.settled();
}
