/**
 * What a cycle does for one group: find or create, rename, remove, and send its members.
 *
 * Always true: what the server refuses is listed in the report, and the cycle goes on.
 */
import type { Job } from "../job.ts";
import { change, create, type Kind, match, orEscrow, patch, remove } from "../provisioned.ts";
import type { Group } from "./group.ts";
import type { MembershipChange } from "./membership-changes.ts";
import { documentForGroup, wantedGroupOf, wantedMembersOf } from "./wanted.ts";

/** Finds a group in the target and brings it to what is wanted, or creates it. All its members are sent once more. */
export function provisionGroup(job: Job, kind: Kind, group: Group): Promise<void> {
  return noted(job, group, async () => {
    const wanted = wantedGroupOf(job.source, group);
    if (await match(kind, group, wanted)) {
      job.report.groups.matched += 1;
      if ((await change(kind, group, wanted)).length > 0) job.report.groups.updated += 1;
    } else {
      await create(kind, group, wanted, documentForGroup(job.source, wanted));
      job.report.groups.created += 1;
      group.sentMembers = [];
    }
    const members = new Set(wantedMembersOf(job.source, group));
    group.sentMembers = group.sentMembers.filter((id) => !members.has(id));
  });
}

/** Sends what has changed, in one PATCH. */
export function updateGroup(job: Job, kind: Kind, group: Group): Promise<void> {
  return noted(job, group, async () => {
    await change(kind, group, wantedGroupOf(job.source, group));
    job.report.groups.updated += 1;
  });
}

/** Deletes a group in the target; one that is gone already counts as deleted. */
export function removeGroup(job: Job, kind: Kind, group: Group): Promise<void> {
  return noted(job, group, async () => {
    await remove(kind, group);
    group.sentMembers = [];
    job.report.groups.deleted += 1;
  });
}

/** Adds or removes several members, in one PATCH. */
export function sendMembers(job: Job, kind: Kind, { group, op, ids }: MembershipChange): Promise<void> {
  return noted(job, group, async () => {
    // A portion before this one may have found that the group is gone: the next cycle finds or creates it.
    if (group.scimId === null) return;
    const value = ids.map((id) => (op === "Add" ? { $ref: null, value: id } : { value: id }));
    await patch(kind, group, [{ op, path: "members", value }]);
    if (op === "Add") {
      group.sentMembers.push(...ids);
      job.report.memberships.added += ids.length;
    } else {
      const gone = new Set(ids);
      group.sentMembers = group.sentMembers.filter((id) => !gone.has(id));
      job.report.memberships.removed += ids.length;
    }
  });
}

async function noted(job: Job, group: Group, work: () => Promise<void>): Promise<void> {
  const refusal = await orEscrow(group, work);
  if (refusal !== null) job.report.refused.push({ subject: group.displayName, ...refusal });
}
