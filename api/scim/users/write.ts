/**
 * Writing users: at most one read and one group-committed write, repeated where somebody else wrote in between.
 * What is returned has been journaled.
 */
import { isDeepStrictEqual } from "node:util";
import { BSON } from "mongodb";
import { ScimError } from "../../../shared/scim/error.ts";
import type { UserAttributes } from "../../../shared/scim/schema/user.ts";
import { addressOf } from "../../../shared/store/address.ts";
import { changedNames } from "../../../shared/store/changed-names.ts";
import type { Member, Organization } from "../../../shared/store/documents.ts";
import {
  freshMember,
  insertion,
  keysOf,
  readHeld,
  removal,
  replacement,
  restoration,
} from "../../../shared/store/members.ts";
import type { ApiDeps } from "../../deps.ts";
import type { ScimState } from "../context.ts";
import { positionsOf } from "../list/positions.ts";
import { writeChange } from "./owner-write.ts";

/** Tries against others who write the same user; each try of one writer is a success of another. */
const triesMax = 50;

type Find = () => Promise<Member>;
type Place = Pick<ScimState, "organization" | "actor">;

/**
 * Makes a user; or links the person, where they were invited by hand (row B13).
 * @throws ScimError uniqueness where the userName is taken
 */
export async function createUser(deps: ApiDeps, place: Place, attributes: UserAttributes): Promise<Member> {
  const { organization, actor } = place;
  requireAddress(organization, attributes);
  requireSize(deps, attributes);
  for (let tries = 0; tries < triesMax; tries += 1) {
    const linkable = await deps.findLinkable(organization._id, keysOf(attributes));
    if (linkable) {
      const linked = await replace(deps, place, linkable, attributes);
      if (linked) return linked;
      continue;
    }
    const member = newMember(deps, place, attributes);
    const written = await deps.writeMember(insertion(member));
    if (written === "written") {
      deps.queues.wake(organization._id);
      return member;
    }
    const restored = await restoreHeld(deps, place, attributes);
    if (restored) return restored;
    if (!(await deps.findLinkable(organization._id, keysOf(attributes)))) throw taken(attributes);
  }
  throw contended(actor.kind);
}

/** Who was deleted among too many others, and is created again before that was decided, is who they were (row F08). */
async function restoreHeld(
  deps: ApiDeps,
  { organization, actor }: Place,
  attributes: UserAttributes,
): Promise<Member | null> {
  const held = await readHeld(deps.store, organization._id, attributes.userName);
  if (!held) return null;
  const now = deps.now();
  const changed = changedNames(held.attributes, attributes);
  const written = await deps.writeMember(restoration(held, { attributes, changed, actor, now }));
  if (written !== "written") return null;
  deps.queues.wake(organization._id);
  const { removedAt: _, ...member } = held;
  return { ...member, attributes, version: held.version + 1, modifiedAt: now };
}

/**
 * Gives a user new attributes; writes nothing where they are what they were (row B25).
 * @param next the new attributes; called again for each try
 */
export async function changeUser(
  deps: ApiDeps,
  place: Place,
  next: (member: Member) => UserAttributes,
  find: Find,
): Promise<Member> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const member = await find();
    const attributes = next(member);
    if (isDeepStrictEqual(attributes, member.attributes) && member.directoryKey !== undefined) return member;
    requireAddress(place.organization, attributes);
    requireSize(deps, attributes);
    const changed = await replace(deps, place, member, attributes);
    if (changed) return changed;
  }
  throw contended(place.actor.kind);
}

/** Removes a user (row B16). */
export async function removeUser(
  deps: ApiDeps,
  place: Place,
  check: (member: Member) => void,
  find: Find,
): Promise<void> {
  const { organization, actor } = place;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const member = await find();
    check(member);
    const written = await writeChange(deps, member, null, removal(member, actor, deps.now()));
    if (written !== "written") continue;
    deps.positions.forget(positionsOf(organization._id, "User"));
    return deps.queues.wake(organization._id);
  }
  throw contended(actor.kind);
}

/** @returns the member as it is now; null where somebody else wrote in between */
async function replace(
  deps: ApiDeps,
  { organization, actor }: Place,
  member: Member,
  attributes: UserAttributes,
): Promise<Member | null> {
  const now = deps.now();
  const changed = changedNames(member.attributes, attributes);
  const write = replacement(member, { attributes, changed, actor, now });
  const written = await writeChange(deps, member, attributes, write);
  if (written === "taken") throw taken(attributes);
  if (written === "stale") return null;
  deps.queues.wake(organization._id);
  return { ...member, attributes, version: member.version + 1, modifiedAt: now };
}

function newMember(
  { newId, now }: ApiDeps,
  { organization, actor }: Place,
  attributes: UserAttributes,
): Member {
  const member = freshMember({
    _id: newId(),
    organization: organization._id,
    attributes,
    origin: "directory",
    by: actor,
    at: now(),
  });
  return actor.kind === "key" ? { ...member, directoryKey: actor.id } : member;
}

/** Row B11. */
function requireAddress({ settings }: Organization, attributes: UserAttributes): void {
  if (settings.withoutAddress === "wait" || addressOf(attributes) !== undefined) return;
  throw new ScimError(
    "invalidValue",
    'emails holds no e-mail address, and userName is none, so nobody could be invited. Map an address to emails[type eq "work"].value.',
  );
}

/** A drain reads many users at once, so each must be small. */
function requireSize({ config }: ApiDeps, attributes: UserAttributes): void {
  const bytes = BSON.calculateObjectSize(attributes);
  if (bytes <= config.USER_MAX_BYTES) return;
  throw new ScimError(
    "invalidValue",
    `The user would take ${bytes} bytes, and ${config.USER_MAX_BYTES} at most are kept. Leave out photos and certificates, or refer to them.`,
  );
}

function taken({ userName }: UserAttributes): ScimError {
  return new ScimError(
    "uniqueness",
    `Another user has the userName ${userName.slice(0, 200)}, in whatever case. Find that user by it.`,
  );
}

function contended(kind: string): ScimError {
  return new ScimError(
    "unavailable",
    `Too many writers (this one a ${kind}) change this user at the same time; try again.`,
  );
}
