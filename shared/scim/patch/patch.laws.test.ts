import fc from "fast-check";
import { expect, test } from "vitest";
import { someUser, valuesOf } from "../arbitrary.ts";
import { ScimError } from "../error.ts";
import { decodePatch, type Operation } from "../message.ts";
import { decodeResource, encodeResource } from "../resource/resource.ts";
import type { Attribute } from "../schema/attribute.ts";
import { type UserAttributes, userType } from "../schema/user.ts";
import { isPrimary } from "../value/value.ts";
import { applyPatch } from "./patch.ts";

/** The attributes that an operation can name, by their path, with what the user has there. */
function assigned(user: UserAttributes): { path: string; value: unknown; required: boolean }[] {
  const own = new Map(Object.entries(user));
  const inside = new Map(Object.entries(user.enterprise ?? {}));
  const [extension] = userType.extensions;
  const core = [...userType.schema.attributes.values()].map(({ name, required }) => ({
    path: name,
    value: own.get(name),
    required,
  }));
  const extended = [...(extension?.attributes.values() ?? [])].map(({ name, required }) => ({
    path: `${extension?.id}:${name}`,
    value: inside.get(name),
    required,
  }));
  return [...core, ...extended].filter(({ value }) => value !== undefined);
}

const apply = (user: UserAttributes, ...operations: Operation[]) => applyPatch(userType, user, operations);

test("adding, or replacing, what is there already changes nothing", () => {
  fc.assert(
    fc.property(someUser, fc.constantFrom("add" as const, "replace" as const), (user, op) => {
      const distinct = withDistinctValues(user);
      const all = assigned(distinct).map(({ path, value }) => ({ op, path, value }));
      expect(apply(distinct, ...all)).toEqual(distinct);
      expect(apply(distinct, { op, path: undefined, value: wire(distinct) })).toEqual(distinct);
    }),
  );
});

test("what was added is there when it is added a second time", () => {
  fc.assert(
    fc.property(someUser, someUser, (user, other) => {
      const all = assigned(withDistinctValues(other)).map(({ path, value }) => ({
        op: "add" as const,
        path,
        value,
      }));
      const once = apply(withDistinctValues(user), ...all);
      expect(apply(once, ...all)).toEqual(once);
    }),
  );
});

test("what is removed and then added is there as it was", () => {
  fc.assert(
    fc.property(someUser, (given) => {
      // Adding what is there already changes nothing (RFC 7644 §3.5.2.1), so of two that are equal one comes back.
      const user = withDistinctValues(given);
      for (const { path, value, required } of assigned(user)) {
        if (required) continue;
        const without = apply(user, { op: "remove", path });
        expect(assigned(without).map((one) => one.path)).not.toContain(path);
        expect(apply(without, { op: "add", path, value }), path).toEqual(user);
      }
    }),
  );
});

test("replacing parts of a complex attribute leaves the parts that are not named", () => {
  fc.assert(
    fc.property(someUser, someUser, (user, { name: next }) => {
      fc.pre(next !== undefined);
      expect(apply(user, { op: "replace", path: "name", value: next }).name).toEqual({
        ...user.name,
        ...next,
      });
    }),
  );
});

test("a write of one attribute leaves every other attribute alone", () => {
  fc.assert(
    fc.property(someUser, someOperation, (user, operation) => {
      const after = outcome(user, [operation]);
      fc.pre(!(after instanceof ScimError));
      const touched = operation.path?.split(/[.[]/)[0] ?? "";
      for (const { path, value } of assigned(user)) {
        if (path !== touched)
          expect(assigned(after)).toContainEqual({ path, value, required: path === "userName" });
      }
    }),
  );
});

const attributes = [...userType.schema.attributes.values()];

/** An operation on one core attribute, a part of it, or the parts of some of its values; the value may be wrong. */
const someOperation: fc.Arbitrary<Operation> = fc.constantFrom(...attributes).chain((attribute) => {
  const parts = [...attribute.subAttributes.values()];
  const targets: fc.Arbitrary<{ path: string; attribute: Attribute }>[] = [
    fc.constant({ path: attribute.name, attribute }),
    ...parts.map((part) => fc.constant({ path: `${attribute.name}.${part.name}`, attribute: part })),
    ...(attribute.multiValued
      ? parts.map((part) =>
          fc
            .constantFrom('type eq "work"', "primary eq true", "type pr", 'not (type eq "home")')
            .map((filter) => ({
              path: `${attribute.name}[${filter}].${part.name}`,
              attribute: part,
            })),
        )
      : []),
  ];
  return fc.oneof(...targets).chain(({ path, attribute: target }) =>
    fc.record({
      op: fc.constantFrom("add" as const, "replace" as const, "remove" as const),
      path: fc.constant(path),
      value: fc.oneof(
        { weight: 5, arbitrary: valuesOf(target) },
        fc.constantFrom("", null, [], "True", {}, 5),
      ),
    }),
  );
});

function outcome(user: UserAttributes, operations: readonly Operation[]): UserAttributes | ScimError {
  try {
    return applyPatch(userType, user, operations);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
}

test("whatever is sent, the user that was given is not touched, and nothing but a ScimError is thrown", () => {
  fc.assert(
    fc.property(someUser, fc.array(someOperation, { maxLength: 6 }), (user, operations) => {
      const before = structuredClone(user);
      outcome(frozen(user), operations);
      expect(user).toEqual(before);
    }),
    { numRuns: 500 },
  );
});

test("whatever is sent, the outcome is a user: at most one value is primary, nothing is empty, it can be sent back", () => {
  fc.assert(
    fc.property(someUser, fc.array(someOperation, { minLength: 1, maxLength: 6 }), (user, operations) => {
      const after = outcome(user, operations);
      fc.pre(!(after instanceof ScimError));
      for (const value of Object.values(after)) {
        if (Array.isArray(value)) expect(value.filter(isPrimary).length).toBeLessThan(2);
      }
      expect(decodeResource(userType, wire(after))).toEqual(after);
    }),
    { numRuns: 1_000 },
  );
});

test("operations one by one, or all in one PATCH, end in the same user", () => {
  fc.assert(
    fc.property(someUser, fc.array(someOperation, { maxLength: 5 }), (user, operations) => {
      const together = outcome(user, operations);
      fc.pre(!(together instanceof ScimError));
      expect(operations.reduce((one, operation) => apply(one, operation), user)).toEqual(together);
    }),
  );
});

test("whatever JSON comes as a PATCH, it is taken or refused with a ScimError", () => {
  const operation = fc.record({
    op: fc.constantFrom("add", "Remove", "x"),
    path: fc.string(),
    value: fc.jsonValue(),
  });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(fc.oneof(operation, fc.jsonValue()))), (Operations) => {
      const schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
      try {
        applyPatch(userType, { userName: "ada" }, decodePatch({ schemas, Operations }));
      } catch (error) {
        expect(error).toBeInstanceOf(ScimError);
      }
    }),
    { numRuns: 1_000 },
  );
});

function wire(attributes: UserAttributes) {
  const at = new Date(0);
  return encodeResource(userType, { id: "1", version: 1, createdAt: at, modifiedAt: at, attributes }, "");
}

/** Two values of one attribute that are the same value cannot both be added. */
function withDistinctValues(user: UserAttributes): UserAttributes {
  const entries = Object.entries(user).map(([name, value]) => {
    if (!Array.isArray(value)) return [name, value];
    const seen = new Map(value.map((element) => [keyOf(element), element]));
    return [name, [...seen.values()]];
  });
  return userType.stored.parse(Object.fromEntries(entries));
}

function keyOf(element: object): string {
  return JSON.stringify("value" in element ? element.value : element);
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) frozen(part);
    Object.freeze(value);
  }
  return value;
}
