/**
 * What every failure looks like, whatever went wrong (RFC 7644 §3.12).
 */
import { expect } from "vitest";
import { type Answer, schemas } from "../support/scim-client.ts";

/** Requires an error of a status and, where one is given, a scimType; without one it must not name any. */
export function expectProblem(answer: Answer, status: number, scimType?: string): void {
  expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  expect(answer.headers.get("Content-Type")).toMatch(/^application\/scim\+json(;|$)/);
  expect(answer.body).toEqual({
    schemas: [schemas.error],
    status: String(status),
    ...(scimType !== undefined && { scimType }),
    detail: expect.stringMatching(/\S/),
  });
}
