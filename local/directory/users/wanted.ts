/**
 * What the target ought to hold of a person, and the document of the POST that creates them.
 *
 * Always true: an attribute that the directory holds nothing for is not sent (a reference is removed), and of
 * somebody out of scope only `active` is.
 */
import type { Resource } from "../mapping/target-path.ts";
import { asTexts, fillIn, type Wanted } from "../mapping/values.ts";
import type { Scope } from "../scope.ts";
import type { Source } from "../source.ts";
import type { Person } from "./person.ts";

const enterpriseUser = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** What the target ought to hold, by the mappings; references to people who are not there yet are left out. */
export function wantedOf(source: Source, person: Person): Wanted {
  const attributes = attributesOf(source.scope, person);
  const isCovered = source.scope.covers(person);
  const wanted: Wanted = {};
  for (const mapping of source.users) {
    if (!isCovered && mapping.target !== "active") continue;
    const value = mapping.evaluate(attributes);
    if (mapping.type !== "reference") {
      if (value !== "") wanted[mapping.target] = value;
    } else if (value === "") wanted[mapping.target] = null;
    else {
      const referred = source.byObjectId.get(value)?.scimId ?? null;
      if (referred !== null) wanted[mapping.target] = referred;
    }
  }
  return wanted;
}

/** The body of the POST that creates a person. References follow in a pass of their own. */
export function documentFor(source: Source, wanted: Wanted): Resource {
  return fillIn(source.users, wanted, {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", enterpriseUser],
    meta: { resourceType: "User" },
    roles: [],
  });
}

/** Splits what is wanted into attributes and references, which initial provisioning sends one after the other. */
export function withoutReferences(source: Source, wanted: Wanted): Wanted {
  const references = new Set(
    source.users.filter(({ type }) => type === "reference").map(({ target }) => target),
  );
  return Object.fromEntries(Object.entries(wanted).filter(([target]) => !references.has(target)));
}

/** The person as expressions see them. Entra's IsSoftDeleted covers blocked and unassigned people too. */
function attributesOf(scope: Scope, person: Person): Record<string, string> {
  const { scimId: _scimId, sent: _sent, escrow: _escrow, ...attributes } = person;
  const isActive = scope.covers(person) && person.accountEnabled;
  return { ...asTexts(attributes), IsSoftDeleted: isActive ? "False" : "True" };
}
