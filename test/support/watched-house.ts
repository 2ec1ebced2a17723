/**
 * A house that judges connections within moments: what takes hours or minutes elsewhere takes parts of a second.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { House } from "./house.ts";
import { openHouse } from "./house.ts";
import type { Answer, ScimClient } from "./scim-client.ts";

/** The pause after which a call begins a cycle. */
const gapMs = 400;
/** The calls that make a row, and for how long it must go on. */
export const rowCalls = 10;
const rowMs = 300;

const watchedEnvironment = {
  CONNECTIONS_EVERY_MS: "50",
  CONNECTIONS_WATCH_EVERY_MS: "50",
  CONNECTION_GAP_MS: String(gapMs),
  CONNECTION_REFUSALS: String(rowCalls),
  CONNECTION_REFUSALS_MS: String(rowMs),
  SILENCE_MIN_MS: "1500",
};

export function openWatchedHouse(more: Record<string, string> = {}): Promise<House> {
  return openHouse({ environment: { ...watchedEnvironment, ...more } });
}

/** Waits until the next call begins a cycle. */
export async function untilNextCycle(): Promise<void> {
  await pause(gapMs * 1.25);
}

/** Makes a call again and again, for long enough to be a row where it is refused each time. */
export async function inARow(call: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let made = 0; made < rowCalls + 2; made += 1) {
    answers.push(await call());
    await pause(rowMs / rowCalls);
  }
  return answers;
}

/** Looks people up, as each directory does. */
export function lookUp(directory: ScimClient): Promise<Answer> {
  return directory.send("GET", `/Users?filter=${encodeURIComponent('userName eq "nobody"')}`);
}
