/** However a PATCH says it, its member operations in turn make the set that they would make one by one. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ScimError } from "../error.ts";
import { groupType } from "../schema/group.ts";
import { decodeGroup, decodeGroupPatch, type WantedMembers } from "./group-write.ts";

const group = "urn:ietf:params:scim:schemas:core:2.0:Group";
const patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const ids = ["a", "b", "c", "A", "__proto__", "constructor", "$ne", "a.b", 'x"] or value eq "b', "ä\\"];
const decode = (...operations: readonly unknown[]) =>
  decodeGroupPatch(groupType, { schemas: [patchOp], Operations: operations }, 100);

type Sent = {
  readonly operation: Record<string, unknown>;
  readonly apply: (set: Set<string>) => Set<string>;
};

const picked = fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 4 });
const someone = fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: 3 });
const shape = fc.constantFrom("objects", "texts", "one");

function wireOf(members: readonly string[], as: "objects" | "texts" | "one"): unknown {
  const [only] = members;
  if (as === "one" && members.length === 1) return { value: only };
  return as === "texts" ? members : members.map((value) => ({ value, $ref: null }));
}

const without = (set: Set<string>, members: readonly string[]) =>
  new Set([...set].filter((id) => !members.includes(id)));
const spoken = (op: string) =>
  fc.constantFrom(op, op.toUpperCase(), `${op.slice(0, 1).toUpperCase()}${op.slice(1)}`);

const add = fc.tuple(spoken("add"), picked, shape, fc.boolean()).map(
  ([op, members, as, hasPath]): Sent => ({
    operation: hasPath
      ? { op, path: "members", value: wireOf(members, as) }
      : { op, value: { members: wireOf(members, as) } },
    apply: (set) => new Set([...set, ...members]),
  }),
);
const replace = fc.tuple(spoken("replace"), picked, shape, fc.boolean()).map(
  ([op, members, as, hasPath]): Sent => ({
    operation: hasPath
      ? { op, path: `${group}:members`, value: wireOf(members, as) }
      : { op, value: { members: wireOf(members, as) } },
    apply: () => new Set(members),
  }),
);
const removeList = fc.tuple(spoken("remove"), picked, shape).map(
  ([op, members, as]): Sent => ({
    operation: { op, path: "members", value: wireOf(members, as) },
    apply: (set) => without(set, members),
  }),
);
const removeByFilter = fc.tuple(spoken("remove"), someone).map(
  ([op, members]): Sent => ({
    operation: {
      op,
      path: `members[${members.map((id) => `value eq ${JSON.stringify(id)}`).join(" or ")}]`,
    },
    apply: (set) => without(set, members),
  }),
);
const removeAll = spoken("remove").map(
  (op): Sent => ({ operation: { op, path: "members" }, apply: () => new Set() }),
);
const rename = fc
  .string()
  .map((value): Sent => ({ operation: { op: "replace", path: "displayName", value }, apply: (set) => set }));
const sent = fc.oneof(
  { weight: 4, arbitrary: add },
  replace,
  { weight: 3, arbitrary: removeList },
  { weight: 3, arbitrary: removeByFilter },
  removeAll,
  rename,
);

function after(before: ReadonlySet<string>, wanted: WantedMembers | undefined): string[] {
  const set = new Set(wanted?.others === "leave" ? [] : before);
  for (const [id, present] of wanted?.changes ?? []) {
    if (present) set.add(id);
    else set.delete(id);
  }
  return [...set].toSorted();
}

test("any member operations in one PATCH make the set that they make in turn", () => {
  fc.assert(
    fc.property(picked, fc.array(sent, { maxLength: 8 }), (start, operations) => {
      const { members } = decode(...operations.map(({ operation }) => operation));
      const model = operations.reduce((set, { apply }) => apply(set), new Set(start));
      expect(after(new Set(start), members)).toEqual([...model].toSorted());
    }),
    { numRuns: 2_000 },
  );
});

test("one PATCH, or one for each operation, ends in the same set", () => {
  fc.assert(
    fc.property(picked, fc.array(sent, { maxLength: 6 }), (start, operations) => {
      const together = decode(...operations.map(({ operation }) => operation)).members;
      const oneByOne = operations.reduce(
        (set, { operation }) => new Set(after(set, decode(operation).members)),
        new Set(start),
      );
      expect(after(new Set(start), together)).toEqual(after(oneByOne, undefined));
    }),
    { numRuns: 500 },
  );
});

test("a PATCH that is sent twice ends as if it was sent once", () => {
  fc.assert(
    fc.property(picked, fc.array(sent, { maxLength: 6 }), (start, operations) => {
      const { members } = decode(...operations.map(({ operation }) => operation));
      const once = after(new Set(start), members);
      expect(after(new Set(once), members)).toEqual(once);
    }),
  );
});

/** JSON in which the words that mean something here come often. */
const words = [
  "members",
  "Members",
  "value",
  "op",
  "path",
  "Operations",
  "schemas",
  "add",
  "remove",
  patchOp,
  group,
];
const key = fc.oneof(fc.constantFrom(...words, "__proto__", "displayName"), fc.string());
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 7, "", "members[value eq", 'members[value eq "a"]', ...words),
    fc.string({ unit: "binary" }),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(key, tie("json"), { maxKeys: 5 }),
  ),
}));

test("whatever JSON comes, it is taken or refused with a ScimError", () => {
  const operation = fc.record(
    { op: fc.constantFrom("add", "Remove", "replace"), path: json, value: json },
    { requiredKeys: ["op"] },
  );
  const bodies = fc.oneof(
    json,
    fc.record({ schemas: fc.constant([patchOp, group]), Operations: fc.array(operation, { maxLength: 3 }) }),
    fc.record(
      { schemas: fc.constant([patchOp, group]), displayName: json, members: json, Members: json },
      { requiredKeys: ["schemas"] },
    ),
  );
  fc.assert(
    fc.property(fc.oneof(bodies, fc.jsonValue()), fc.integer({ min: 1, max: 5 }), (body, membersMax) => {
      for (const decoder of [decodeGroup, decodeGroupPatch]) {
        try {
          const { members } = decoder(groupType, body, membersMax);
          expect(members?.changes.size ?? 0).toBeLessThanOrEqual(membersMax);
        } catch (error) {
          expect(error).toBeInstanceOf(ScimError);
        }
      }
    }),
    { numRuns: 3_000 },
  );
});
