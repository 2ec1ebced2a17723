/**
 * How far an organization is with connecting its directory, step by step, with what is wrong at the step where it goes
 * wrong. Read from what is stored; nothing of it is kept.
 */
import type { z } from "zod";
import { type Connection, isFullCycle } from "../../../../shared/store/connection-documents.ts";
import type { Organization } from "../../../../shared/store/documents.ts";
import type { NotedRequest } from "../../../../shared/store/statistics-documents.ts";
import type { ApiDeps } from "../../../deps.ts";
import type { connectProgress } from "../../schema/directory.ts";
import { listConnections } from "../connections.ts";
import { readRequests } from "../requests.ts";
import { earliest, firstGroupAt, firstUserAt } from "./first.ts";
import { cycleTrouble, doorTrouble, scimTrouble, writeTrouble } from "./trouble.ts";

type Progress = z.input<typeof connectProgress>;

/** What is read once, for all steps. */
export type Picture = {
  readonly organization: Organization;
  /** Those of keys, and that of calls without a key of the organization. */
  readonly connections: readonly Connection[];
  readonly requests: readonly NotedRequest[];
  readonly now: Date;
};

export async function readProgress(deps: ApiDeps, organization: Organization): Promise<Progress> {
  const { store, config, now } = deps;
  const { _id } = organization;
  const [connections, requests, listed] = await Promise.all([
    store.connections.find({ organization: _id }).toArray(),
    readRequests(deps, _id),
    listConnections(deps, organization),
  ]);
  const picture = { organization, connections, requests, now: now() };
  // Who never wrote anything has no first user; that is asked for again and again while an admin sets it up.
  const hasWritten = connections.some(({ key, fine }) => key !== null && fine.write);
  const [userAt, groupAt] = hasWritten
    ? await Promise.all([firstUserAt(deps, _id), firstGroupAt(deps, _id)])
    : [null, null];
  return {
    steps: [
      { step: "scimOn", doneAt: scimOnAt(organization), trouble: scimTrouble(picture) },
      {
        step: "testConnection",
        doneAt: earliest(connections.map(({ firstSuccessAt }) => firstSuccessAt)),
        trouble: doorTrouble(picture),
      },
      { step: "firstUser", doneAt: userAt, trouble: writeTrouble(picture, "Users") },
      { step: "firstGroup", doneAt: groupAt, trouble: writeTrouble(picture, "Groups") },
      {
        step: "firstCycle",
        doneAt: firstCycleAt(picture, config.CONNECTION_GAP_MS),
        trouble: cycleTrouble(picture),
      },
    ],
    connections: listed.map(({ refused: _, cycles: __, ...connection }) => connection),
  };
}

function scimOnAt({ scim, createdAt }: Organization): Date | null {
  if (!scim.enabled) return null;
  return earliest(scim.keys.map((key) => key.createdAt)) ?? createdAt;
}

/** Where no other cycle has begun yet, one is over once a longer pause has passed. */
function firstCycleAt({ connections, now }: Picture, gapMs: number): Date | null {
  const over = connections.map(({ key, cycles, firstCycleAt }) => {
    const last = cycles.at(-1);
    const isOver = last && now.getTime() - last.endedAt.getTime() >= gapMs;
    return firstCycleAt ?? (key !== null && isOver && isFullCycle(last) ? last.endedAt : undefined);
  });
  return earliest(over);
}
