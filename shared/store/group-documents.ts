/**
 * The documents of groups. Who is in a group never stands in the group: each membership is a document of its own,
 * so that a group of a million costs as much to change as a group of ten.
 */
import type { ObjectId } from "mongodb";
import type { GroupAttributes } from "../scim/schema/group.ts";
import type { Actor, Pending } from "./documents.ts";

export type Group = {
  readonly _id: string;
  readonly organization: string;
  /** Counts every write of the group and of its memberships: the ETag, and the order of membership writes. */
  readonly version: number;
  /** Counts the writes of the attributes alone; such a write holds only if nobody else made one meanwhile. */
  readonly attributesVersion: number;
  readonly attributes: GroupAttributes;
  readonly keys: GroupKeys;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  /** How the group came here: written by the directory, or made by hand. */
  readonly origin: "directory" | "hand";
  readonly createdBy: Actor;
  /** Who wrote the attributes last. */
  readonly writtenBy: Actor;
  /** The key that a directory last wrote the group with: it is linked from then on, and the directory owns it. */
  readonly directoryKey?: string;
  /** The displayName that the directory gave it; whatever else it is called goes back to that (row B36). */
  readonly directoryName?: string;
  /** The name that it had by hand until the directory wrote it again, as long as nobody was told of that. */
  readonly revertedFrom?: string;
  readonly pending?: Pending & {
    /** Who wrote which attribute last. */
    readonly authors?: Readonly<Record<string, Actor>>;
  };
  /** The attributes that the feed told last; absent until it told that there is the group. */
  readonly inForce?: GroupAttributes;
  readonly linkedAt?: Date;
  /**
   * What is still to be done for the memberships, step by step: those of a removed group go; those made by hand in a
   * group that was linked are looked at again.
   */
  readonly clearing?: {
    readonly reason: "removed" | "linked";
    /** When the last step was taken. */
    readonly at: Date;
    /** The member up to whom it is done. */
    readonly after?: string;
  };
  /** When it was removed. What is left is a tombstone, as for members. */
  readonly removedAt?: Date;
  readonly forgetAt?: Date;
};

/** What groups are found by. */
export type GroupKeys = {
  /** The folded names that no other group may have: the one shown, and the directory's. Absent once it is removed. */
  readonly names?: readonly string[];
  readonly externalId?: string;
};

/**
 * That a member is in a group, or is no longer: then it is a tombstone for a day, so that an older write that comes
 * late finds it and loses.
 */
export type Membership = {
  readonly _id: ObjectId;
  readonly organization: string;
  readonly group: string;
  readonly member: string;
  /** The version of the group that the last write made: a write holds only over an older one. */
  readonly version: number;
  /** What is wanted, and what reads show. */
  readonly present: boolean;
  /** What the directory said last; absent while it has said nothing. In a linked group this is what counts. */
  readonly directory?: boolean;
  /** The member's name, where one was sent with the member. */
  readonly display?: string;
  /** What the feed told last and the group's size counts. */
  readonly inForce?: boolean;
  readonly writtenBy: Actor;
  readonly pending?: Pending;
  readonly forgetAt?: Date;
};

/** How many members of a group are in force. It is not in the group, since that is written all the time. */
export type GroupSize = {
  /** The group's id. */
  readonly _id: string;
  readonly organization: string;
  readonly members: number;
};
