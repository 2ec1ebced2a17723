/**
 * The Group resource (RFC 7643 §4.2). Its members are edges of their own in the store, never a list in a document.
 */
import { z } from "zod";
import { many, reference, text } from "./attribute.ts";
import { resourceType } from "./resource-type.ts";

const declaration = z.strictObject({
  externalId: text("The directory's own identifier of the group.", { caseExact: true }).optional(),
  displayName: text("The group's name, unique in the organization whatever its case.", {
    uniqueness: "server",
  }),
  members: many("The members of the group.", {
    value: text("The id of the member.", { caseExact: true, mutability: "immutable" }).optional(),
    $ref: reference("Where the member is read.", ["User"], { mutability: "immutable" }).optional(),
    display: text(
      "The member's name: as it was sent with the member, else as the member has it now.",
    ).optional(),
    type: text("The kind of member.", { canonicalValues: ["User"], mutability: "immutable" }).optional(),
  }).optional(),
});

const stored = declaration.omit({ members: true });

/** A group's attributes as they are stored: its members aside, which are no attribute there. */
export type GroupAttributes = z.infer<typeof stored>;

export const groupType = resourceType<GroupAttributes>({
  name: "Group",
  endpoint: "/Groups",
  description: "A group of the organization's members.",
  urn: "urn:ietf:params:scim:schemas:core:2.0:Group",
  declaration,
  extensions: [],
  stored,
});
