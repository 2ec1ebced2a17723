/**
 * What a digest says, read at one moment: how many failures are open of each kind, and of some of them who or what,
 * why and since when. However many there are, a bounded number is read.
 */
import { causeInWords, failureWords, more } from "../../shared/failure-words.ts";
import type { UserAttributes } from "../../shared/scim/schema/user.ts";
import type { Failure, Organization } from "../../shared/store/documents.ts";
import { countOpen, listOpen } from "../../shared/store/failures.ts";
import type { Store } from "../../shared/store/store.ts";
import { shareRoom } from "./share.ts";

/** How many failures a digest shows. */
const shownMax = 20;
/** The longest cause that it shows. */
const causeMax = 500;

export type Digest = {
  readonly organization: string;
  readonly at: Date;
  readonly total: number;
  /** The most urgent kind first. */
  readonly kinds: readonly {
    readonly total: number;
    readonly headline: string;
    readonly todo: string;
    readonly shown: readonly Shown[];
    /** How many more there are, in words. */
    readonly left: string | null;
  }[];
};

type Shown = {
  /** The name of the member or group, where there is one. */
  readonly who: string | null;
  readonly cause: string;
  readonly since: Date;
};

/** Reads what an organization's digest says now. */
export async function readDigest(store: Store, { _id, name }: Organization, at: Date): Promise<Digest> {
  const counted = await countOpen(store, _id);
  const shares = shareRoom(
    counted.map(({ total }) => total),
    shownMax,
  );
  const listed = await Promise.all(
    counted.map(({ kind }, index) => listOpen(store, _id, kind, shares[index] ?? 0)),
  );
  const names = await namesOf(store, _id, listed.flat());
  const kinds = counted.map(({ kind, total }, index) => {
    const rows = listed[index] ?? [];
    return {
      total,
      headline: failureWords[kind].headline(total, name),
      todo: failureWords[kind].todo,
      shown: rows.map((row) => shownOf(row, names)),
      left: total > rows.length ? more(total - rows.length) : null,
    };
  });
  return {
    organization: name,
    at,
    total: counted.reduce((sum, { total }) => sum + total, 0),
    kinds,
  };
}

function shownOf(failure: Failure, names: ReadonlyMap<string, string>): Shown {
  const cause = causeInWords(failure);
  return {
    who: names.get(failure.subject) ?? null,
    cause: cause.length > causeMax ? `${cause.slice(0, causeMax)}…` : cause,
    since: failure.openedAt,
  };
}

/** What the members and groups are called that failures are about, by their ids. */
async function namesOf(
  { members, groups }: Store,
  organization: string,
  failures: readonly Failure[],
): Promise<ReadonlyMap<string, string>> {
  const query = { organization, _id: { $in: failures.map(({ subject }) => subject) } };
  const shown = { projection: { "attributes.displayName": 1, "attributes.userName": 1 } };
  const [people, places] = await Promise.all([
    members.find(query, shown).toArray(),
    groups.find(query, shown).toArray(),
  ]);
  return new Map([
    ...people.map(({ _id, attributes }) => [_id, nameOf(attributes)] as const),
    ...places.map(({ _id, attributes }) => [_id, `Group ${attributes?.displayName ?? _id}`] as const),
  ]);
}

/** A record that was damaged from outside has failed for that, and is told all the same. */
function nameOf(attributes: Partial<UserAttributes> = {}): string {
  const { displayName, userName = "without a name" } = attributes;
  return displayName === undefined ? userName : `${displayName} (${userName})`;
}
