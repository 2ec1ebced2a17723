/**
 * Schemas that an organization declares for itself, of every type that RFC 7643 §2.3 has, and people and groups with
 * values of them.
 */
import { expect } from "vitest";
import { declareSchema } from "../../api/organization/settings/schemas.ts";
import type { House } from "../support/house.ts";
import type { TestOrganization } from "../support/organization.ts";
import { entraUser, schemas } from "../support/scim-client.ts";

export const urns = {
  User: "urn:example:params:scim:badge:1.0:User",
  Group: "urn:example:params:scim:team:1.0:Group",
} as const;

/** What both types get; the names are none of the core's. */
const attributes = [
  { name: "code", type: "string", caseExact: true },
  { name: "color", type: "string" },
  { name: "cleared", type: "boolean" },
  { name: "height", type: "decimal" },
  { name: "level", type: "integer" },
  { name: "since", type: "dateTime" },
  { name: "page", type: "reference", referenceTypes: ["external"] },
  { name: "print", type: "binary" },
  { name: "tags", type: "string", multiValued: true },
  { name: "levels", type: "integer", multiValued: true },
  {
    name: "desk",
    type: "complex",
    subAttributes: [
      { name: "room", type: "string" },
      { name: "seat", type: "integer" },
    ],
  },
  {
    name: "doors",
    type: "complex",
    multiValued: true,
    subAttributes: [
      { name: "value", type: "string" },
      { name: "type", type: "string" },
      { name: "floor", type: "integer" },
      { name: "until", type: "dateTime" },
      { name: "primary", type: "boolean" },
    ],
  },
  { name: "pin", type: "string", mutability: "writeOnly" },
  { name: "serial", type: "string", mutability: "immutable" },
  { name: "note", type: "string", returned: "request" },
  { name: "mark", type: "string", returned: "always" },
  { name: "hidden", type: "string", returned: "never" },
];

/** A Schema resource as it is declared, with some attributes of its own or with all of the above. */
export function schemaOf(resourceType: "User" | "Group", more: Record<string, unknown> = {}) {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    id: urns[resourceType],
    name: resourceType === "User" ? "Badge" : "Team",
    resourceType,
    attributes,
    ...more,
  };
}

export async function declare({ deps }: House, { id }: TestOrganization, body: unknown): Promise<void> {
  await declareSchema(deps, id, body);
}

/** A value of each type, in the form in which it is sent and shown. */
export const values = {
  code: "Ab-7",
  color: "Red",
  cleared: true,
  height: 1.75,
  level: 3,
  since: "2026-01-31T12:00:00.5+02:00",
  page: "https://example.com/badge",
  print: "3q2+7w==",
  tags: ["night", "Lab"],
  levels: [1, 2],
  desk: { room: "B1", seat: 12 },
  doors: [
    { value: "north", type: "main", floor: 0, until: "2027-01-01T00:00:00Z", primary: true },
    { value: "south", type: "side", floor: 2 },
  ],
  serial: "s-1",
  mark: "m",
};

/** Posts a user with values of the schema; gives back the id. */
export async function userWith(
  { directory, address }: TestOrganization,
  local: string,
  extension: Record<string, unknown>,
): Promise<string> {
  const { status, body } = await directory.send(
    "POST",
    "/Users",
    entraUser(address(local), { schemas: [schemas.user, urns.User], [urns.User]: extension }),
  );
  expect(status, JSON.stringify(body)).toBe(201);
  return String(body.id);
}
