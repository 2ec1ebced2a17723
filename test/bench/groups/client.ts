/**
 * Requests about groups, one by one and timed.
 */
import { patchOf, schemas } from "../../support/scim-client.ts";
import type { Caller } from "../stage.ts";

/** Makes an empty group; gives back its id. */
export async function makeGroup(caller: Caller, displayName: string): Promise<string> {
  const { body } = await send(caller, "POST", "/Groups", { schemas: [schemas.group], displayName });
  const { id } = JSON.parse(body);
  return String(id);
}

/** The PATCH that adds members, or removes them. */
export function memberPatch(op: "Add" | "Remove", ids: readonly string[]) {
  return patchOf({ op, path: "members", value: ids.map((value) => ({ value })) });
}

/** Sends a request that must go well. @returns the body as text, and how long it took in ms */
export async function send(
  { url, base, headers }: Caller,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ body: string; ms: number }> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const startedAt = performance.now();
  const response = await fetch(`${url}${base}${path}`, { method, headers, ...sent });
  const text = await response.text();
  const ms = performance.now() - startedAt;
  if (!response.ok)
    throw new Error(`${method} ${path} was answered with ${response.status}: ${text.slice(0, 500)}`);
  return { body: text, ms };
}

/** The middle of some times. */
export function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
