/**
 * What the target ought to hold of a person, and how to bring it there: the document of a POST and the operations
 * of a PATCH.
 *
 * Always true: an attribute that the directory holds nothing for is not sent (a reference is removed), and of
 * somebody out of scope only `active` is.
 */
import type { CompiledMapping } from "./mapping.ts";
import { compileMappings } from "./mapping.ts";
import { type Resource, readPath, writePath } from "./target-path.ts";
import { inScope, type Person, type Tenant } from "./tenant.ts";

/** Values by target attribute. A null is a reference to remove. */
export type Values = Record<string, string | null>;
export type Operation = { op: "Add" | "Replace" | "Remove"; path: string; value?: string };
/** A tenant seen from provisioning. */
export type Source = { mappings: CompiledMapping[]; byObjectId: Map<string, Person> };

const enterpriseUser = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

export function sourceOf(tenant: Tenant): Source {
  return {
    mappings: compileMappings(tenant.mappings),
    byObjectId: new Map(tenant.people.map((person) => [person.objectId, person])),
  };
}

/** What the target ought to hold, by the mappings; references to people who are not there yet are left out. */
export function wantedOf(source: Source, person: Person): Values {
  const attributes = attributesOf(person);
  const wanted: Values = {};
  for (const mapping of source.mappings) {
    if (!inScope(person) && mapping.target !== "active") continue;
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

/** The operations that bring the target from what it holds to what is wanted: one an attribute that differs. */
export function operationsFor(held: Record<string, string>, wanted: Values): Operation[] {
  return Object.entries(wanted).flatMap(([path, value]): Operation[] => {
    const known = held[path];
    if (value === null) return known === undefined ? [] : [{ op: "Remove", path }];
    if (known === undefined) return [{ op: "Add", path, value }];
    return known === value ? [] : [{ op: "Replace", path, value }];
  });
}

/** What the target holds once it has taken the operations. */
export function heldAfter(held: Record<string, string>, operations: Operation[]): Record<string, string> {
  const after = { ...held };
  for (const { path, value } of operations)
    if (value === undefined) delete after[path];
    else after[path] = value;
  return after;
}

/** What a resource of the target holds, by target attribute. */
export function heldIn(source: Source, resource: Resource): Record<string, string> {
  const held: Record<string, string> = {};
  for (const { target, path } of source.mappings) {
    const value = readPath(resource, path);
    if (value !== null) held[target] = value;
  }
  return held;
}

/** The body of the POST that creates a person. References follow in a pass of their own. */
export function documentFor(source: Source, values: Values): Resource {
  const document: Resource = {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", enterpriseUser],
    meta: { resourceType: "User" },
    roles: [],
  };
  for (const { target, path, type } of source.mappings) {
    const value = values[target];
    if (typeof value === "string") writePath(document, path, type === "boolean" ? value === "True" : value);
  }
  return document;
}

/** Splits what is wanted into attributes and references, which initial provisioning sends one after the other. */
export function withoutReferences(source: Source, wanted: Values): Values {
  const references = new Set(
    source.mappings.filter(({ type }) => type === "reference").map(({ target }) => target),
  );
  return Object.fromEntries(Object.entries(wanted).filter(([target]) => !references.has(target)));
}

/** The person as expressions see them. Entra's IsSoftDeleted covers blocked and unassigned people too. */
function attributesOf(person: Person): Record<string, string> {
  const { scimId: _scimId, sent: _sent, escrow: _escrow, ...attributes } = person;
  const active = inScope(person) && person.accountEnabled;
  const texts = Object.entries(attributes).map(([name, value]) => [
    name,
    value === null ? "" : String(value),
  ]);
  return { ...Object.fromEntries(texts), IsSoftDeleted: active ? "False" : "True" };
}
