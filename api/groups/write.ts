/**
 * Writing groups, for directories and admins alike. The attributes go into the group's document, each membership into
 * one of its own, ordered by the ticket that the group gives for it. What is returned has been journaled.
 */
import { isDeepStrictEqual } from "node:util";
import { ScimError } from "../../shared/scim/error.ts";
import type { WantedGroup, WantedMembers } from "../../shared/scim/group-write/group-write.ts";
import type { GroupAttributes } from "../../shared/scim/schema/group.ts";
import type { Actor } from "../../shared/store/documents.ts";
import type { Group } from "../../shared/store/group-documents.ts";
import {
  asWritten,
  freshGroup,
  insertGroup,
  readGroupNamed,
  removeGroup,
  takeTicketAt,
  writeGroup,
} from "../../shared/store/groups.ts";
import type { ApiDeps } from "../deps.ts";
import { positionsOf } from "../scim/list/positions.ts";
import { inChunks } from "./chunks.ts";
import { type Difference, differenceOf } from "./difference.ts";
import { requireSize } from "./size.ts";
import { noteUnknown } from "./unknown-members.ts";

/** Tries against others who write the same group; each try of one writer is a success of another. */
const triesMax = 50;

/** Where, and by whom. */
type Place = { readonly organization: string; readonly actor: Actor };

/** A change of a group; both parts are asked anew for each try. */
export type GroupChange = {
  readonly find: () => Promise<Group>;
  readonly attributes: (before: GroupAttributes) => GroupAttributes;
  readonly members: WantedMembers | undefined;
  /** Whether the change holds only for the version that was found. */
  readonly conditional: boolean;
};

/**
 * Makes a group; or links the one of that name, where it was made by hand (row B33).
 * @throws ScimError uniqueness where another group has the name
 */
export async function createGroup(deps: ApiDeps, place: Place, wanted: WantedGroup): Promise<Group> {
  const { organization, actor } = place;
  const { attributes, members } = wanted;
  requireSize(deps, attributes);
  for (let tries = 0; tries < triesMax; tries += 1) {
    const at = deps.now();
    const group = freshGroup({
      _id: deps.newId(),
      organization,
      attributes,
      origin: actor.kind === "key" ? "directory" : "hand",
      by: actor,
      at,
    });
    if ((await insertGroup(deps.store, group)) === "written") {
      if (members)
        await writeMembers(deps, place, group, await differenceOf(deps.store, group, members, actor));
      deps.queues.wake(organization);
      return group;
    }
    const named = await readGroupNamed(deps.store, organization, attributes.displayName);
    if (!named) continue;
    if (actor.kind !== "key" || named.origin !== "hand" || named.directoryKey) throw taken(attributes);
    const change = { attributes: () => attributes, members, conditional: false };
    const linked = await tryChange(deps, place, named, change);
    if (linked !== "stale") return linked;
  }
  throw contended();
}

/**
 * Changes a group; writes nothing where nothing changes (row B25).
 * @throws ScimError uniqueness where another group has the new name
 */
export async function changeGroup(deps: ApiDeps, place: Place, change: GroupChange): Promise<Group> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const changed = await tryChange(deps, place, await change.find(), change);
    if (changed !== "stale") return changed;
  }
  throw contended();
}

async function tryChange(
  deps: ApiDeps,
  place: Place,
  group: Group,
  { members, conditional, ...change }: Omit<GroupChange, "find">,
): Promise<Group | "stale"> {
  const { store, now } = deps;
  const { organization, actor } = place;
  const before = asWritten(group, actor);
  const attributes = change.attributes(before);
  requireSize(deps, attributes);
  const difference = members && (await differenceOf(store, group, members, actor));
  const isLinking = actor.kind === "key" && group.directoryKey === undefined;
  const isNew =
    isLinking || !isDeepStrictEqual(before, attributes) || !isDeepStrictEqual(group.attributes, attributes);
  const isTold = difference?.changes.some(({ tell }) => tell) ?? false;
  const ticket = () => (isTold ? ticketFor(deps, group, conditional) : group);
  const next = { attributes, actor, now: now(), ifVersion: conditional ? group.version : undefined };
  const written = await (isNew ? writeGroup(store, group, next) : ticket());
  if (written === "taken") throw taken(attributes);
  if (written === "stale") return written;
  if (difference) await writeMembers(deps, place, written, difference);
  if (isNew || isTold) deps.queues.wake(organization);
  return written;
}

/** Removes a group (row B38). */
export async function deleteGroup(
  deps: ApiDeps,
  { organization, actor }: Place,
  { find, conditional }: Pick<GroupChange, "find" | "conditional">,
): Promise<void> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const group = await find();
    const written = await removeGroup(
      deps.store,
      group,
      actor,
      deps.now(),
      conditional ? group.version : undefined,
    );
    if (written !== "written") continue;
    deps.positions.forget(positionsOf(organization, "Group"));
    return deps.queues.wake(organization);
  }
  throw contended();
}

async function ticketFor(deps: ApiDeps, group: Group, conditional: boolean): Promise<Group | "stale"> {
  const ticket = conditional
    ? await takeTicketAt(deps.store, group, deps.now())
    : await deps.takeTicket(group);
  return ticket === null ? "stale" : { ...group, ...ticket };
}

async function writeMembers(
  deps: ApiDeps,
  { actor }: Place,
  group: Group,
  difference: Difference,
): Promise<void> {
  const write = { group, version: group.version, actor, now: deps.now() };
  for (const some of inChunks(difference.changes)) await deps.writeMemberships(write, some);
  await noteUnknown(deps, group, difference);
}

function taken({ displayName }: GroupAttributes): ScimError {
  return new ScimError(
    "uniqueness",
    `Another group has the displayName ${displayName.slice(0, 200)}, in whatever case. Find that group by it.`,
  );
}

function contended(): ScimError {
  return new ScimError("unavailable", "Too many writers change this group at the same time; try again.");
}
