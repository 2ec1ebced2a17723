/**
 * The bodies of users and groups: made from the declarations, so that no attribute is left out, and then spoilt here
 * and there.
 */
import fc from "fast-check";
import { valuesOf } from "../../../shared/scim/arbitrary.ts";
import type { Attribute } from "../../../shared/scim/schema/attribute.ts";
import { groupType } from "../../../shared/scim/schema/group.ts";
import { userType } from "../../../shared/scim/schema/user.ts";
import { urns, values } from "../../scim/custom.ts";
import { hostileJson, hostileText, keywords, listText, marks, objectText } from "./texts.ts";

type Entry = readonly [name: string, json: string];

/** A name as it is, in other letters, or one that means something elsewhere. */
export function spelled(name: string): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 40, arbitrary: fc.constant(name) },
    fc.constantFrom(name.toUpperCase(), `${name} `, `$${name}`, `${name}.value`, `${name}\u0000`),
    fc.constantFrom(...keywords),
  );
}

function entryOf(name: string, usual: fc.Arbitrary<string>): fc.Arbitrary<Entry> {
  return fc.tuple(
    spelled(name),
    fc.oneof({ weight: 10, arbitrary: usual }, { weight: 1, arbitrary: hostileJson }),
  );
}

function ofAttribute(attribute: Attribute, name = attribute.name): fc.Arbitrary<Entry> {
  return entryOf(
    name,
    valuesOf(attribute, hostileText).map((value) => JSON.stringify(value)),
  );
}

/** Values of the schemas that the organization declared for itself. */
function ofCustom(urn: string): fc.Arbitrary<Entry> {
  const parts = Object.entries(values).map(([name, value]) =>
    entryOf(name, fc.constant(JSON.stringify(value))),
  );
  return entryOf(urn, fc.array(fc.oneof(...parts), { maxLength: 5 }).map(objectText));
}

const userParts = fc.oneof(
  ...[...userType.attributes.values()].map((attribute) => ofAttribute(attribute)),
  ...userType.extensions.map(({ id, attribute }) => ofAttribute(attribute, id)),
  ofCustom(urns.User),
);

/** The ids of users of the organization, of one that is none, of another's. */
const someMember = fc
  .oneof(
    fc.constantFrom<string>(marks.user, marks.user, marks.group, marks.theirUser, "bulkId:one"),
    hostileText,
  )
  .map((id) => objectText([["value", JSON.stringify(id)]]));
export const someMembers = fc.array(someMember, { maxLength: 6 }).map(listText);

const groupParts = fc.oneof(
  ...[...groupType.attributes.values()].map((attribute) => ofAttribute(attribute)),
  { weight: 4, arbitrary: entryOf("members", someMembers) },
  ofCustom(urns.Group),
);

/** Most have what they must have. */
function body(urn: string, key: Entry, parts: fc.Arbitrary<Entry>): fc.Arbitrary<string> {
  const schemas: Entry = ["schemas", JSON.stringify([urn])];
  const head = fc.oneof(
    { weight: 12, arbitrary: fc.constant([schemas, key]) },
    fc.constantFrom<Entry[]>([key], [schemas], []),
  );
  return fc
    .tuple(head, fc.array(parts, { maxLength: 6 }))
    .map(([first, more]) => objectText([...first, ...more]));
}

const freshAddress = `f${marks.fresh}@fuzz.example`;
export const userBody = body(userType.schema.id, ["userName", JSON.stringify(freshAddress)], userParts);
export const groupBody = body(
  groupType.schema.id,
  ["displayName", JSON.stringify(`Group ${marks.fresh}`)],
  groupParts,
);

/** Parts of users and groups, as a PATCH without a path has them. */
export const partsBody = fc
  .array(fc.oneof(userParts, groupParts), { maxLength: 4 })
  .map((entries) => objectText(entries));
