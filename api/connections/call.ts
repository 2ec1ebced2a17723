/**
 * What one call of a directory came to, as its connection is judged by it.
 */
import type { Slot } from "../../shared/store/connection-documents.ts";

/** A call that was answered, or whose client did not wait for the answer. */
export type Call = {
  readonly at: Date;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Whether the client was gone before the answer was. */
  readonly hungUp: boolean;
  /** What it was told, where it was refused. */
  readonly told?: { readonly fault: string; readonly detail: string };
};

/** `neutral`: it tells nothing of the connection's health. */
export type Outcome = "fine" | "refused" | "error" | "cutShort" | "neutral";

/**
 * Answers that are part of the work: nobody of that name (404), a name that is taken (409), a version that has moved
 * on (412). A directory goes on after them.
 */
const partOfTheWork = [404, 409, 412];

/** What became of a call; 429 and 503 say "not now", and nothing of the call itself (RFC 6585 §4, RFC 9110 §15.6.4). */
export function outcomeOf({ status, hungUp }: Call): Outcome {
  if (hungUp || status === 429) return "cutShort";
  if (partOfTheWork.includes(status)) return "neutral";
  // 501: asked for what this server does not have; no trouble of ours.
  if (status >= 500 && status !== 501) return "error";
  return status >= 400 ? "refused" : "fine";
}

/** A search by POST changes nothing (RFC 7644 §3.4.3). */
export function isWrite({ method, path }: Call): boolean {
  return !["GET", "HEAD"].includes(method) && !path.endsWith("/.search");
}

/** What a refused call lacked: the way in, or else that its kind of call is taken. */
export function slotOf(call: Call): Slot {
  if (call.status === 401) return "access";
  return isWrite(call) ? "write" : "read";
}
