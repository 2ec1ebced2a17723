/**
 * Bulks as a client sends them, and what is said of each of their operations (RFC 7644 §3.7).
 */
import { expect } from "vitest";
import type { TestOrganization } from "../support/organization.ts";
import { type Answer, entraUser, patchOf, schemas } from "../support/scim-client.ts";
import { groupOf } from "./groups.ts";

const urn = "urn:ietf:params:scim:api:messages:2.0";

/** An operation as it is sent. */
export type Sent = Record<string, unknown>;

export function bulkOf(operations: readonly unknown[], more: Sent = {}) {
  return { schemas: [`${urn}:BulkRequest`], Operations: operations, ...more };
}

/** Sends a bulk that must be taken; gives back what is said of its operations. */
export async function sendBulk(
  { directory }: TestOrganization,
  operations: readonly unknown[],
  more: Sent = {},
): Promise<Answer["body"][]> {
  const { status, body } = await directory.send("POST", "/Bulk", bulkOf(operations, more));
  expect(status, JSON.stringify(body).slice(0, 500)).toBe(200);
  expect(body.schemas).toEqual([`${urn}:BulkResponse`]);
  return body.Operations;
}

/** The statuses in an answer, in its order. */
export function statusesOf(answers: readonly Answer["body"][]): string[] {
  return answers.map(({ status }) => status);
}

/** The id at the end of a location. */
export function idIn({ location }: Answer["body"]): string {
  return String(location).split("/").at(-1) ?? "";
}

/** A POST of a user by what stands before the @ of the address, which is the bulkId too. */
export function newUser({ address }: TestOrganization, local: string, more: Sent = {}): Sent {
  return { method: "POST", path: "/Users", bulkId: local, data: entraUser(address(local), more) };
}

/** A POST of a group, whose name is the bulkId too. */
export function newGroup(name: string, members?: readonly string[]): Sent {
  return { method: "POST", path: "/Groups", bulkId: name, data: groupOf(name, members) };
}

/** A PATCH of one attribute. */
export function change(path: string, attribute: string, value: unknown, more: Sent = {}): Sent {
  return {
    method: "PATCH",
    path,
    data: patchOf({ op: "replace", path: attribute, value }),
    ...more,
  };
}

/** The extension that says who a user's manager is. */
export function managedBy(value: string): Sent {
  return { [schemas.enterprise]: { manager: { value } } };
}

/** Requires an operation's own error (RFC 7644 §3.7.3, §3.12). */
export function expectFailed(answer: Answer["body"], status: number, scimType?: string): void {
  expect(answer.status, JSON.stringify(answer)).toBe(String(status));
  expect(answer.response).toEqual({
    schemas: [schemas.error],
    status: String(status),
    ...(scimType !== undefined && { scimType }),
    detail: expect.stringMatching(/\S/),
  });
  expect(answer).not.toHaveProperty("version");
}
