/**
 * What a sealed text is bound to: what it is for, whose it is, and in which organization. A text that is shown in another
 * place does not open there.
 */
import type { Bytes } from "./base64url.ts";

/** Whose key it is. */
export type Holder = { readonly organization: string; readonly member: string };

type Purpose = "private key" | "organization key" | "message";

/** As bytes; a list in JSON, so that no two lists make the same bytes. */
export function bind(purpose: Purpose, ...to: readonly string[]): Bytes {
  return new TextEncoder().encode(JSON.stringify(["rollcall", 1, purpose, ...to]));
}
