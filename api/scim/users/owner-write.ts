/**
 * How a directory's write goes into the store: with others in the group commit, or on its own where it takes an
 * owner out (row B22).
 */
import type { AnyBulkWriteOperation } from "mongodb";
import { ScimError } from "../../../shared/scim/error.ts";
import type { UserAttributes } from "../../../shared/scim/schema/user.ts";
import type { Member } from "../../../shared/store/documents.ts";
import { opening } from "../../../shared/store/failure-writes.ts";
import type { Written } from "../../../shared/store/members.ts";
import type { ApiDeps } from "../../deps.ts";
import { isActiveOwner, writeUnlessLastOwner } from "../../organization/members/last-owner.ts";

/**
 * Writes a change of a member.
 * @param next the attributes that it gives the member; null where it removes the member
 * @throws ScimError invalidValue, and keeps it as a failure, where it would take out the last owner
 */
export async function writeChange(
  deps: ApiDeps,
  member: Member,
  next: UserAttributes | null,
  write: AnyBulkWriteOperation<Member>,
): Promise<Written> {
  if (!isActiveOwner(member) || (next !== null && next.active !== false)) return deps.writeMember(write);
  const written = await writeUnlessLastOwner(deps, member, write);
  if (written !== "last") return written;
  const cause = `The directory tried to revoke or remove ${member.attributes.userName}, the organization's last confirmed owner.`;
  await deps.store.failures.bulkWrite([
    opening(member.organization, { kind: "lastOwner", subject: member._id, cause }, deps.now()),
  ]);
  throw new ScimError(
    "invalidValue",
    "active: this person is the organization's last confirmed owner. Make another member owner first.",
  );
}
