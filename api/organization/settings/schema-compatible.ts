/**
 * Whether a schema that is declared anew fits what was written by it before. Attributes can be added, and described
 * and shown otherwise; nothing else.
 */
import type { CustomAttribute, CustomSchema } from "../../../shared/scim/schema/custom-schema.ts";
import { Refusal } from "../refusal.ts";

/**
 * Requires that what was written by the old declaration is good by the new one.
 * @throws Refusal, which names the attribute
 */
export function requireCompatible(before: CustomSchema, after: CustomSchema): void {
  if (before.name !== after.name || before.resourceType !== after.resourceType)
    throw new Refusal("The name and the resource type of a schema cannot change; remove it first.");
  for (const attribute of before.attributes) {
    const next = after.attributes.find(({ name }) => name === attribute.name);
    if (!next || shapeOf(next) !== shapeOf(attribute))
      throw new Refusal(
        `${attribute.name} must stay as it was declared: what was written by it would be lost. Add attributes beside it, or remove the schema first.`,
      );
    const shown = hiddenIn(attribute).find((name) => !hiddenIn(next).includes(name));
    if (shown !== undefined)
      throw new Refusal(
        `${shown} is declared as never returned; returned from now on, it would show what was written to stay hidden. Remove the schema first.`,
      );
  }
  const fresh = after.attributes.filter(({ name }) => !before.attributes.some((one) => one.name === name));
  const required = fresh.find((attribute) => attribute.required);
  if (required)
    throw new Refusal(
      `${required.name} is new and required; those who are there do not have it. Declare it as optional.`,
    );
}

/** Which of it is never given back: the attribute, or some of its parts. */
function hiddenIn(attribute: CustomAttribute): readonly string[] {
  const parts = "subAttributes" in attribute ? attribute.subAttributes : [];
  return [attribute, ...parts]
    .filter(({ mutability, returned }) => mutability === "writeOnly" || returned === "never")
    .map(({ name }) => name);
}

/** What values look like; how they are described and shown may change. */
function shapeOf(attribute: CustomAttribute): string {
  const subAttributes = "subAttributes" in attribute ? attribute.subAttributes : [];
  const simple = ({ name, type, multiValued, required }: (typeof subAttributes)[number]) =>
    [name, type, multiValued, required] as const;
  return JSON.stringify([
    attribute.type,
    attribute.multiValued,
    attribute.required,
    subAttributes.map(simple).toSorted(([left], [right]) => left.localeCompare(right)),
  ]);
}
