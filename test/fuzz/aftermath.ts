/**
 * What must be so after any input: both processes run, neither has said that something went wrong, all work is done.
 */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { House } from "../support/house.ts";
import type { TestOrganization } from "../support/organization.ts";

const errorLevel = 50;
const line = z.looseObject({ level: z.number(), msg: z.string().optional() });

/** The limits of a house that is fuzzed: it waits for nobody long. */
export const impatient = { API_HEADERS_MS: "300", API_REQUEST_MS: "600", API_IDLE_MS: "300" };

/** Waits until the work is done, and tells what went wrong; nothing where all is well. */
export async function troublesAfter(
  house: House,
  organizations: readonly TestOrganization[],
): Promise<string[]> {
  const troubles: string[] = [];
  for (const child of [house.api, house.worker])
    if (child.exit() !== null) troubles.push(`the ${child.name} ended: ${child.exit()}`);
  for (const { id, settled } of organizations)
    await settled(60_000).catch((error: Error) =>
      troubles.push(`${id} has work that is not done: ${error.message}`),
    );
  const { members, groups, memberships, failures } = house.deps.store;
  for (const collection of [members, groups, memberships]) {
    const given = await collection.countDocuments({ "pending.failedAt": { $exists: true } });
    if (given > 0) troubles.push(`${given} of ${collection.collectionName} have failed`);
  }
  for await (const { subject, cause } of failures.find({ kind: "work" }))
    troubles.push(`work on ${subject} failed: ${cause}`);
  for (const log of house.logs) troubles.push(...(await errorsIn(log)));
  return troubles;
}

async function errorsIn(logFile: string): Promise<string[]> {
  const text = await readFile(logFile, "utf8");
  return text.split("\n").flatMap((written) => {
    if (written === "" || !written.startsWith("{"))
      return isInspector(written) ? [] : [`the log has: ${written}`];
    const { level, msg } = line.parse(JSON.parse(written));
    return level >= errorLevel ? [`the log has: ${msg}: ${written.slice(0, 1_500)}`] : [];
  });
}

/** What Node says of an inspector that we asked for. */
function isInspector(written: string): boolean {
  return written === "" || /^(?:Debugger|For help, see)/.test(written);
}
