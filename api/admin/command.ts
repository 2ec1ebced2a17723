/**
 * What a command of the admin's command line is made of.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Actor } from "../../shared/store/documents.ts";
import type { Deed } from "../../shared/store/event-documents.ts";
import type { ApiDeps } from "../deps.ts";
import { tellDeed } from "../organization/feed/deeds.ts";
import { type Options, text, whole } from "./options.ts";

export type Command = {
  readonly about: string;
  readonly options: Readonly<Record<string, { readonly required: boolean; readonly value: string }>>;
  readonly run: (deps: ApiDeps, options: Options) => Promise<Readonly<Record<string, unknown>>>;
};

export const must = (value: string) => ({ required: true, value });
export const may = (value: string) => ({ required: false, value });
export const organization = { organization: must("ID") };
export const by: Actor = { kind: "admin", id: "command line" };

/** Tells in the feed of the organization what a command has done about it. */
export function told(deps: ApiDeps, options: Options, deed: Deed): Promise<void> {
  return tellDeed(deps, text(options, "organization"), by, deed);
}

/** How long a command waits for a worker to apply what it wrote, and how often it looks. */
const settleMs = 5_000;
const lookEveryMs = 50;

/** Waits until a worker has applied what was written, and no longer than a person likes to wait. */
export async function untilSettled(isSettled: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + settleMs; Date.now() < deadline; ) {
    if (await isSettled()) return;
    await pause(lookEveryMs);
  }
}

/** The page that `--after` and `--limit` ask for. */
export function pageOf(options: Options): { after?: string; limit: number } {
  const { after } = options;
  return { ...(after !== undefined && { after }), limit: whole(options, "limit") ?? 100_000 };
}
