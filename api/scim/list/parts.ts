/**
 * A list in parts, one for each type of resource that is asked for, each with its filter made into a query. What the
 * database cannot decide is left to `decide`, which looks at a resource itself.
 */
import type { Filter } from "../../../shared/scim/filter/filter.ts";
import { matches } from "../../../shared/scim/filter/filter.ts";
import { parseFilter } from "../../../shared/scim/filter/parse.ts";
import { searchable } from "../../../shared/scim/filter/searchable.ts";
import type { ResourceType } from "../../../shared/scim/schema/resource-type.ts";
import { resolveMembershipTerms } from "../../../shared/store/filter/membership-terms.ts";
import { type Clause, compileFilter } from "../../../shared/store/filter/query.ts";
import { everything, type Listed, type Source, sourceOf } from "../../../shared/store/source.ts";
import type { ApiDeps } from "../../deps.ts";
import type { ScimState } from "../context.ts";

export type Kind = "User" | "Group";

export type Part = {
  readonly kind: Kind;
  readonly type: ResourceType<unknown>;
  readonly source: Source;
  /** Finds all that is asked for, and, where there is a filter to decide, more. */
  readonly query: Clause;
  readonly filter?: Filter;
};

/**
 * @throws ScimError invalidFilter or tooMany
 */
export async function partsOf(
  { store, config }: ApiDeps,
  { organization, types, baseUrl }: ScimState,
  kinds: readonly Kind[],
  text: string | undefined,
): Promise<readonly Part[]> {
  const maxTimeMS = config.FILTER_MAX_MS;
  return Promise.all(
    kinds.map(async (kind): Promise<Part> => {
      const type = types[kind];
      const source = sourceOf(store, kind, organization._id, maxTimeMS);
      if (text === undefined) return { kind, type, source, query: everything };
      const asked = parseFilter(
        type,
        text,
        kinds.map((other) => types[other]),
      );
      const wanted = { organization: organization._id, kind };
      const filter = await resolveMembershipTerms(store, wanted, asked, { maxTimeMS, baseUrl });
      const { query, exact } = compileFilter(type, filter, source.keyed);
      return { kind, type, source, query, ...(!exact && { filter }) };
    }),
  );
}

/** Whether a resource that the query found is asked for. */
export function isAsked({ type, filter }: Part, record: Listed, baseUrl: string): boolean {
  return filter === undefined || matches(filter, searchable(type, { id: record._id, ...record }, baseUrl));
}
