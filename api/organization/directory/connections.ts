/**
 * What was seen of an organization's directory, key by key, as its admin reads it.
 */
import { usualIntervalMs } from "../../../shared/health/rhythm.ts";
import {
  type Connection,
  type Cycle,
  lastSuccessAt,
  type Refused,
  slots,
  unknownKey,
} from "../../../shared/store/connection-documents.ts";
import type { Organization, ScimKey } from "../../../shared/store/documents.ts";
import type { ApiDeps } from "../../deps.ts";

export type ConnectionView = {
  /** The key's id, or that it is none of the organization's. */
  readonly key: string;
  readonly prefix: string | null;
  /** `ended`: it was expired, ended or replaced. */
  readonly keyState: "current" | "ending" | "ended" | "unknown";
  readonly lastCallAt: Date | null;
  readonly lastSuccessAt: Date | null;
  readonly lastWriteAt: Date | null;
  /** The usual time from one cycle to the next in milliseconds; null where too few were seen. */
  readonly intervalMs: number | null;
  /** Calls that were refused in a row and are so still. */
  readonly refused: readonly Refused[];
  readonly cycles: readonly Cycle[];
};

/** The connections, the one that called last first. */
export async function listConnections(
  { store, now }: ApiDeps,
  organization: Organization,
): Promise<ConnectionView[]> {
  const found = await store.connections.find({ organization: organization._id }).toArray();
  const at = now();
  return found
    .map((connection) => view(connection, organization.scim.keys, at))
    .sort((one, other) => Number(other.lastCallAt) - Number(one.lastCallAt));
}

function view(connection: Connection, keys: readonly ScimKey[], now: Date): ConnectionView {
  const { key, cycles, fine, refused } = connection;
  const held = keys.find(({ id }) => id === key);
  return {
    key: key ?? unknownKey,
    prefix: held?.prefix ?? null,
    keyState: key === null ? "unknown" : stateOf(held, now),
    lastCallAt: cycles.at(-1)?.endedAt ?? null,
    lastSuccessAt: lastSuccessAt(connection),
    lastWriteAt: fine.write ?? null,
    intervalMs: usualIntervalMs(cycles),
    refused: slots.flatMap((slot) => refused[slot] ?? []),
    cycles,
  };
}

function stateOf(key: ScimKey | undefined, now: Date): ConnectionView["keyState"] {
  if (!key || (key.expiresAt !== null && key.expiresAt <= now)) return "ended";
  return key.expiresAt === null ? "current" : "ending";
}
