/**
 * What becomes of a membership, pure: whether it is in force, and what is told. In a linked group it counts what the
 * directory said, in any other one what was written last; whoever has left the organization is in no group.
 */
import { isUntold } from "../../../shared/standing.ts";
import type { Actor, Member, Pending } from "../../../shared/store/documents.ts";
import type { EventKind } from "../../../shared/store/event-documents.ts";
import type { Group, Membership } from "../../../shared/store/group-documents.ts";

export type MembershipPlan = {
  readonly membership: Membership;
  /** `gone`: with its group, of which the feed has told already. */
  readonly becomes: "present" | "absent" | "gone";
  /** Whether the group shows other members now, by nobody's write of it. */
  readonly shows: boolean;
  /** By how much the group grows. */
  readonly growth: -1 | 0 | 1;
  readonly events: readonly { readonly kind: EventKind; readonly actor: Actor }[];
};

/** What a membership is planned in: null where the group or the member is not there any more. */
type Ends = {
  readonly group: Pick<Group, "directoryKey" | "removedAt"> | null;
  readonly member: Pick<Member, "removedAt"> | null;
};

/** What is known of the ends before. */
export type Untold = {
  readonly group: Pick<Group, "removedAt" | "inForce" | "pending"> | null;
  readonly member: Pick<Member, "removedAt" | "standing" | "pending"> | null;
};

/** Those ends of which the feed has told nothing yet: a membership is told after those whom it joins. */
export function untoldEnds({ group, member }: Untold): readonly { readonly pending?: Pending }[] {
  if (!group || group.removedAt || !member || member.removedAt) return [];
  return [...(group.inForce ? [] : [group]), ...(isUntold(member) ? [member] : [])];
}

/** Plans one membership. */
export function planMembership(membership: Membership, { group, member }: Ends): MembershipPlan {
  if (!group || group.removedAt) return { membership, becomes: "gone", shows: false, growth: 0, events: [] };
  const belongs = member !== null && member.removedAt === undefined;
  const wanted = group.directoryKey === undefined ? membership.present : membership.directory === true;
  const is = belongs && wanted;
  const was = membership.inForce ?? false;
  const reverted = belongs && wanted !== membership.present;
  const actor: Actor = reverted ? { kind: "system" } : membership.writtenBy;
  return {
    membership,
    becomes: is ? "present" : "absent",
    // Who has left was shown until then, also where that had not come into force.
    shows: reverted || !belongs,
    growth: is === was ? 0 : is ? 1 : -1,
    events: [
      ...(reverted ? [{ kind: "membership.reverted" as const, actor }] : []),
      ...(is === was
        ? []
        : [{ kind: is ? ("membership.added" as const) : ("membership.removed" as const), actor }]),
    ],
  };
}
