/**
 * What members are narrowed by, as a query of MongoDB. Every value from outside is a value there, never an operator.
 */
import type { Filter } from "mongodb";
import type { Member, WaitingFor } from "../../../shared/store/documents.ts";
import type { MemberQuery } from "../schema/member.ts";

/** What a member waits for that the organization lacks; who is staged until a release does not wait. */
const waitedFor: readonly WaitingFor[] = ["seat", "address", "noAddress", "review"];

/** Members of an organization who are here and whom a query wants, all its parts together. */
export function wantedMembers(organization: string, query: Partial<MemberQuery>, now: Date): Filter<Member> {
  const parts = [
    // The index of names is used only where it is said that there is one.
    { organization, removedAt: { $exists: false }, "keys.userName": { $exists: true } },
    query.status !== undefined && { "standing.status": query.status },
    query.role !== undefined && { "standing.role": query.role },
    query.origin !== undefined && { origin: query.origin },
    query.linked !== undefined && either(query.linked, { origin: "hand", directoryKey: { $exists: true } }),
    query.unreachable !== undefined && { "standing.unreachable.since": { $exists: query.unreachable } },
    query.waiting !== undefined &&
      either(query.waiting, { "standing.waiting.kind": { $in: [...waitedFor] } }),
    query.expired !== undefined &&
      either(query.expired, {
        "standing.status": "invited",
        "standing.invitation.expiresAt": { $lte: now },
      }),
    query.ids !== undefined && { _id: { $in: query.ids } },
  ];
  return { $and: parts.filter((part) => part !== false) };
}

/** Those of whom something holds, or all others. */
function either(holds: boolean, part: Filter<Member>): Filter<Member> {
  return holds ? part : { $nor: [part] };
}
