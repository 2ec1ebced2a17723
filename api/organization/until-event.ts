/**
 * Waits for an event.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { ApiDeps } from "../deps.ts";
import { lastEventOf } from "./events.ts";

export async function untilEvent(
  deps: ApiDeps,
  organization: string,
  after: number,
  waitMs: number,
  signal: AbortSignal,
): Promise<void> {
  for (const end = Date.now() + waitMs; Date.now() < end && !signal.aborted; await pause(500)) {
    if ((await lastEventOf(deps, organization)) > after) return;
  }
}
