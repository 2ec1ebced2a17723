/**
 * What people call the members, groups, keys and tokens that events and failures name by id, read for many at a time.
 */
import type { Actor, Organization } from "../../shared/store/documents.ts";
import type { ApiDeps } from "../deps.ts";

type Wanted = {
  readonly members?: readonly (string | undefined)[];
  readonly groups?: readonly (string | undefined)[];
  readonly actors?: readonly Actor[];
};

export type Names = {
  /** Null where there is nobody of that id any more. */
  member(id: string | undefined): string | null;
  group(id: string | undefined): string | null;
  actor(actor: Actor): { kind: Actor["kind"]; id: string | null; name: string | null };
};

/** Reads names; those who are removed have none any more. */
export async function readNames(
  { store }: Pick<ApiDeps, "store">,
  organization: Organization,
  { members = [], groups = [], actors = [] }: Wanted,
): Promise<Names> {
  const people = actors.flatMap((actor) =>
    actor.kind === "member" || actor.kind === "admin" ? actor.id : [],
  );
  const [memberNames, groupNames] = await Promise.all([
    namesIn([...members, ...people], (ids) =>
      store.members
        .find({ organization: organization._id, _id: { $in: ids }, removedAt: { $exists: false } }, shown)
        .toArray(),
    ),
    namesIn(groups, (ids) =>
      store.groups
        .find({ organization: organization._id, _id: { $in: ids }, removedAt: { $exists: false } }, shown)
        .toArray(),
    ),
  ]);
  const keyNames = new Map(organization.scim.keys.map(({ id, prefix }) => [id, prefix]));
  const tokenNames = new Map(organization.tokens?.map(({ id, name }) => [id, name]));
  const member = (id?: string) => memberNames.get(id ?? "") ?? null;
  return {
    member,
    group: (id) => groupNames.get(id ?? "") ?? null,
    actor: (actor) => {
      if (actor.kind === "system") return { kind: "system", id: null, name: null };
      const { kind, id } = actor;
      const known = { key: keyNames, token: tokenNames, admin: memberNames, member: memberNames }[kind];
      return { kind, id, name: known.get(id) ?? null };
    },
  };
}

const shown = { projection: { "attributes.displayName": 1, "attributes.userName": 1 } } as const;

type Named = {
  readonly _id: string;
  readonly attributes?: { readonly displayName?: string | undefined; readonly userName?: string };
};

async function namesIn(
  ids: readonly (string | undefined)[],
  find: (ids: string[]) => Promise<Named[]>,
): Promise<ReadonlyMap<string, string>> {
  const distinct = [...new Set(ids.filter((id) => id !== undefined))];
  if (distinct.length === 0) return new Map();
  const found = await find(distinct);
  return new Map(
    found.map(({ _id, attributes: { displayName, userName } = {} }) => [_id, displayName ?? userName ?? _id]),
  );
}
