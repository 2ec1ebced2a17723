/**
 * What is wrong at each step of connecting a directory, in words with what to do; null where nothing is. Pure. What
 * went well since is no trouble any more.
 */
import {
  type Connection,
  lastSuccessAt,
  type Refused,
} from "../../../../shared/store/connection-documents.ts";
import { plans } from "../../../../shared/store/documents.ts";
import { takesScim } from "../../../../shared/store/organizations.ts";
import { requestsMax } from "../../../../shared/store/statistics-documents.ts";
import { isWrite, outcomeOf } from "../../../connections/call.ts";
import type { Picture } from "./progress.ts";

/** Why no directory is let in, though somebody wants one to be. */
export function scimTrouble({ organization, now }: Picture): string | null {
  const { plan, enabled, scim } = organization;
  if (!plans[plan].scim) return "The plan has no SCIM provisioning. Change the plan first.";
  if (!enabled) return "The organization is disabled, so no directory is let in.";
  if (!scim.enabled) return null;
  const works = scim.keys.some(({ expiresAt }) => expiresAt === null || expiresAt > now);
  return works ? null : "There is no key that works. Make a new one and enter it in the directory.";
}

/** What keeps calls out, or keeps the look-ups of Test Connection from an answer. */
export function doorTrouble({ organization, connections }: Picture): string | null {
  const success = Math.max(0, ...connections.map((connection) => Number(lastSuccessAt(connection) ?? 0)));
  const isNews = (row: Refused | undefined) => row !== undefined && row.lastAt.getTime() > success;
  const turnedAway = newest(connections, "access");
  if (turnedAway && isNews(turnedAway.row)) {
    if (!takesScim(organization)) return "Calls arrive, but SCIM provisioning is off, so none is let in.";
    const held = organization.scim.keys.find(({ id }) => id === turnedAway.key);
    return held
      ? `Calls arrive with the key ${held.prefix}…, which has ended. Enter the current key in the directory.`
      : "Calls arrive, but with a key that is not this organization's. Copy the key anew and enter it in the directory.";
  }
  const read = newest(connections, "read");
  return read && isNews(read.row)
    ? `Calls arrive and are let in, but what they ask for is refused: ${told(read.row.status, read.row.detail)}`
    : null;
}

/** Why the directory's users, or its groups, are not taken: what became of the last write of one tells. */
export function writeTrouble(
  { connections, requests }: Picture,
  resources: "Users" | "Groups",
): string | null {
  const place = requests.findIndex(
    (request) =>
      request.path.startsWith(`/${resources}`) &&
      request.status !== 401 &&
      isWrite(request) &&
      ["fine", "refused"].includes(outcomeOf(request)),
  );
  const last = requests[place];
  if (!last || outcomeOf(last) === "fine") return null;
  // Of what came before the newest of all, only what was refused is still known.
  const write = Math.max(0, ...connections.map(({ fine }) => Number(fine.write ?? 0)));
  if (place >= requestsMax && last.at.getTime() <= write) return null;
  const what = resources === "Users" ? "users" : "groups";
  return `The directory sends ${what}, but they are refused: ${told(last.status, last.detail)}`;
}

/** What the last cycle that wrote something met. */
export function cycleTrouble({ connections }: Picture): string | null {
  const cycles = connections.flatMap(({ key, cycles }) => (key === null ? [] : (cycles.at(-1) ?? [])));
  const [last] = cycles.sort((one, other) => other.endedAt.getTime() - one.endedAt.getTime());
  if (!last || last.writes === 0) return null;
  const parts = [
    ...(last.refusals > 0 ? [`${last.refusals} refused`] : []),
    ...(last.errors > 0 ? [`${last.errors} not served`] : []),
    ...(last.cutShort ? ["the last one broken off"] : []),
  ];
  return parts.length === 0 ? null : `Of ${last.calls} calls in the last cycle: ${parts.join(", ")}.`;
}

function newest(connections: readonly Connection[], slot: "access" | "read") {
  const rows = connections.flatMap(({ key, refused }) => {
    const row = refused[slot];
    return row ? [{ key, row }] : [];
  });
  return rows.sort((one, other) => other.row.lastAt.getTime() - one.row.lastAt.getTime())[0];
}

function told(status: number, detail: string | null): string {
  return detail ? `${status}, ${detail}` : String(status);
}
