/**
 * What a client is told whose request came too soon: an error of SCIM (RFC 7644 §3.12) and whole seconds to wait.
 */
import { expect } from "vitest";
import { expectProblem } from "../scim/problem.ts";
import type { Answer } from "../support/scim-client.ts";

/** Requires the refusal; gives back the seconds. */
export function expectTooSoon(answer: Answer, status: 429 | 503): number {
  expectProblem(answer, status);
  const retryAfter = answer.headers.get("Retry-After") ?? "";
  // Okta takes nothing but whole seconds, so the form with a date (RFC 9110 §10.2.3) is none.
  expect(retryAfter).toMatch(/^[1-9]\d*$/);
  return Number(retryAfter);
}
