/**
 * What a group's record asks for, pure: what is told, and what the group becomes. It compares what is wanted with
 * what was told last, so planning twice plans nothing the second time.
 */
import type { GroupAttributes } from "../../../shared/scim/schema/group.ts";
import { changedNames } from "../../../shared/store/changed-names.ts";
import type { Actor } from "../../../shared/store/documents.ts";
import type { EventKind } from "../../../shared/store/event-documents.ts";
import type { Group } from "../../../shared/store/group-documents.ts";

export type GroupPlan = {
  readonly events: readonly {
    readonly kind: EventKind;
    readonly actor: Actor;
    readonly detail?: readonly string[];
  }[];
  /** What the group is called and found by from now on; absent once it is removed. */
  readonly attributes?: GroupAttributes;
  /** Whether its name goes back to the directory's. */
  readonly reverted: boolean;
  /** Set where its memberships are to be cleared, and why. */
  readonly clearing?: "removed" | "linked";
};

/** Plans one group. */
export function planGroup(group: Group): GroupPlan {
  const { inForce, writtenBy, removedAt } = group;
  if (removedAt) {
    const events = inForce ? [{ kind: "group.removed", actor: writtenBy } as const] : [];
    return { events, reverted: false, clearing: "removed" };
  }
  const attributes = ownAttributes(group);
  const reverted = attributes.displayName !== group.attributes.displayName;
  const isNewlyLinked = group.origin === "hand" && group.directoryKey !== undefined && !group.linkedAt;
  return {
    attributes,
    reverted,
    events: [
      ...arrival(group, attributes),
      ...(isNewlyLinked ? linking(group) : []),
      ...reversion(group, attributes),
      ...updates(group, attributes),
    ],
    ...(isNewlyLinked && { clearing: "linked" }),
  };
}

/** The directory owns the name of a linked group (row B36). */
function ownAttributes({ attributes, directoryName }: Group): GroupAttributes {
  return directoryName === undefined ? attributes : { ...attributes, displayName: directoryName };
}

function arrival({ inForce, createdBy }: Group, { displayName }: GroupAttributes): GroupPlan["events"] {
  return inForce ? [] : [{ kind: "group.created", actor: createdBy, detail: [displayName] }];
}

function linking({ directoryKey = "" }: Group): GroupPlan["events"] {
  return [{ kind: "group.linked", actor: { kind: "key", id: directoryKey } }];
}

/** Told by its own name, also where the directory's next write came before us. */
function reversion(group: Group, { displayName }: GroupAttributes): GroupPlan["events"] {
  const { attributes, revertedFrom } = group;
  const from = attributes.displayName === displayName ? revertedFrom : attributes.displayName;
  if (from === undefined || from === displayName) return [];
  return [{ kind: "group.reverted", actor: { kind: "system" }, detail: [from, displayName] }];
}

/** One event for each who wrote attributes that are others now. */
function updates({ inForce, pending, writtenBy }: Group, attributes: GroupAttributes): GroupPlan["events"] {
  if (!inForce) return [];
  const changed = changedNames(inForce, attributes);
  const byActor = Map.groupBy(changed, (name) => JSON.stringify(pending?.authors?.[name] ?? writtenBy));
  return [...byActor.values()].map((detail) => ({
    kind: "group.updated",
    actor: pending?.authors?.[detail[0] ?? ""] ?? writtenBy,
    detail,
  }));
}
