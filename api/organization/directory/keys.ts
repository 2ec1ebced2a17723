/**
 * The SCIM keys of an organization (row B03): a key is shown once, when it is made; the one before it goes on
 * working for the overlap that the admin chose, and can be ended at once.
 */
import { createKey } from "../../../shared/scim-key.ts";
import type { Organization, ScimKey } from "../../../shared/store/documents.ts";
import { untilForgotten } from "../../../shared/store/recent.ts";
import type { ApiDeps } from "../../deps.ts";
import { Refusal } from "../refusal.ts";

/** An old key may go on working for seven days at most. */
const overlapMaxMs = 7 * 24 * 60 * 60 * 1000;
/** Keys that work at the same time. Each call of the directory is held against all of them. */
const keysMax = 10;
/** How exact "last used" is: it is written once in so long. */
const useEveryMs = 60_000;

export type IssuedKey = { readonly scimUrl: string; readonly scimKey: string; readonly key: KeyView };
export type KeyView = Omit<ScimKey, "hash">;

/**
 * Turns SCIM on and gives the organization a key, in place of those that it had.
 * @throws Refusal where there is no such organization
 */
export async function enableScim(deps: ApiDeps, organization: string): Promise<IssuedKey> {
  await deps.store.organizations.updateOne({ _id: organization }, { $set: { "scim.enabled": true } });
  return rotateKey(deps, organization, 0);
}

/** Turns SCIM off; the keys end with it. */
export async function disableScim({ store }: ApiDeps, organization: string): Promise<void> {
  const { matchedCount } = await store.organizations.updateOne(
    { _id: organization },
    { $set: { "scim.enabled": false, "scim.keys": [] } },
  );
  if (matchedCount === 0) throw noOrganization(organization);
  await untilForgotten();
}

/**
 * Makes a new key.
 * @param overlapMs how long the keys that work now go on working, 0 to seven days
 * @throws Refusal
 */
export async function rotateKey(deps: ApiDeps, organization: string, overlapMs: number): Promise<IssuedKey> {
  if (overlapMs < 0 || overlapMs > overlapMaxMs)
    throw new Refusal("The overlap is 0 to 7 days, such as 12h.");
  const now = deps.now();
  const end = new Date(now.getTime() + overlapMs);
  const { secret, key } = createKey(deps.newId(), now);
  const keptUntil = {
    $cond: [{ $lt: [{ $ifNull: ["$$key.expiresAt", end] }, end] }, "$$key.expiresAt", end],
  };
  const kept = {
    $filter: {
      input: "$scim.keys",
      as: "key",
      cond: { $or: [{ $eq: ["$$key.expiresAt", null] }, { $gt: ["$$key.expiresAt", now] }] },
    },
  };
  const ending = {
    $map: { input: kept, as: "key", in: { $mergeObjects: ["$$key", { expiresAt: keptUntil }] } },
  };
  const hasRoom = { $lt: [{ $size: kept }, keysMax] };
  const room = overlapMs === 0 ? {} : { $expr: hasRoom };
  const { matchedCount } = await deps.store.organizations.updateOne({ _id: organization, ...room }, [
    { $set: { "scim.keys": { $concatArrays: [overlapMs === 0 ? [] : ending, [key]] } } },
  ]);
  if (matchedCount === 0) {
    if (!(await deps.readOrganization(organization))) throw noOrganization(organization);
    throw new Refusal(`${keysMax} keys work already. End one first, or make the new one without an overlap.`);
  }
  await untilForgotten();
  return { scimUrl: `${deps.config.PUBLIC_URL}/scim/v2/${organization}`, scimKey: secret, key: view(key) };
}

/**
 * Ends a key at once.
 * @throws Refusal where the organization has no such key
 */
export async function endKey({ store }: ApiDeps, organization: string, id: string): Promise<void> {
  const { modifiedCount } = await store.organizations.updateOne(
    { _id: organization },
    { $pull: { "scim.keys": { id } } },
  );
  if (modifiedCount === 0) throw new Refusal(`The organization ${organization} has no key ${id}.`);
  await untilForgotten();
}

/** The keys that work, without their hashes. */
export function listKeys({ scim }: Organization, now: Date): KeyView[] {
  return scim.keys.filter(({ expiresAt }) => expiresAt === null || expiresAt > now).map(view);
}

/** What a key begins with, by which it is told apart; nothing where there is no such key. */
export function prefixOf({ scim }: Pick<Organization, "scim">, id: string | undefined): string[] {
  return scim.keys.flatMap((key) => (key.id === id ? key.prefix : []));
}

/** Notes that a key was used. Nobody waits for it, and a note that is lost does no harm. */
export function noteUse({ store, log }: ApiDeps, organization: string, key: ScimKey, now: Date): void {
  if (key.lastUsedAt && now.getTime() - key.lastUsedAt.getTime() < useEveryMs) return;
  const stale = { $elemMatch: { id: key.id, lastUsedAt: key.lastUsedAt } };
  store.organizations
    .updateOne({ _id: organization, "scim.keys": stale }, { $set: { "scim.keys.$.lastUsedAt": now } })
    .catch((error: unknown) => log.debug({ err: error }, "the use of a key was not noted"));
}

function view({ hash: _, ...rest }: ScimKey): KeyView {
  return rest;
}

function noOrganization(id: string): Refusal {
  return new Refusal(`There is no organization ${id}.`);
}
