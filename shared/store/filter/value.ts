/**
 * A comparison with a value, as a query on one field. The field holds the attribute as it was sent, or a key of it.
 */

import type { Comparison } from "../../scim/filter/filter.ts";
import { timeOf } from "../../scim/filter/values.ts";
import type { Attribute } from "../../scim/schema/attribute.ts";
import { atLeast, type Compiled, exactly, nothing, undecided } from "./clause.ts";
import { literally, whateverItsCase } from "./text.ts";

/** A comparison that an assigned value can satisfy. */
export type Test = {
  readonly operator: Exclude<Comparison["operator"], "ne">;
  readonly value: Exclude<Comparison["value"], null>;
};

/** A field; its texts are kept as they are compared, or folded, or as they were sent although case does not count. */
export type Field = { readonly name: string; readonly texts: "exact" | "folded" | "sent" };

const mongoOrder = { gt: "$gt", ge: "$gte", lt: "$lt", le: "$lte" } as const;

/**
 * @param test with a value of the attribute's own type, folded where the field is
 */
export function compareField(field: Field, { type }: Attribute, test: Test): Compiled {
  const { operator, value } = test;
  // Times are in order as texts only where they are all written alike.
  if (type === "dateTime") return atLeast(assigned(field.name));
  if (typeof value === "string" && value !== "") return compareText(field, operator, value);
  switch (operator) {
    case "eq":
      return exactly(field.name, { $eq: value });
    case "co":
    case "sw":
    case "ew":
      return value === "" ? assigned(field.name) : nothing;
    default:
      return exactly(field.name, { [mongoOrder[operator]]: value });
  }
}

function compareText(field: Field, operator: Test["operator"], value: string): Compiled {
  switch (operator) {
    case "eq":
      if (field.texts !== "sent") return exactly(field.name, { $eq: value });
      return like(field, operator, value);
    case "co":
    case "sw":
    case "ew":
      return like(field, operator, value);
    default:
      if (field.texts === "sent") return atLeast(assigned(field.name));
      return exactly(field.name, { [mongoOrder[operator]]: value });
  }
}

function like({ name, texts }: Field, operator: "eq" | "co" | "sw" | "ew", value: string): Compiled {
  const pattern =
    texts === "sent" ? whateverItsCase(operator, value) : literally(operator, value, texts === "folded");
  if (!pattern) return atLeast(assigned(name));
  const found = exactly(name, pattern.condition);
  return pattern.exact ? found : atLeast(found);
}

/** A field that holds a time of the server's own, as a date. */
export function compareDate(name: string, { operator, value }: Test): Compiled {
  if (operator === "co" || operator === "sw" || operator === "ew") return undecided;
  const time = timeOf(value);
  if (Number.isNaN(time)) return nothing;
  return exactly(name, { [operator === "eq" ? "$eq" : mongoOrder[operator]]: new Date(time) });
}

/** That a field has a value: unassigned ones are never stored. */
export function assigned(name: string): Compiled {
  return exactly(name, { $exists: true });
}
