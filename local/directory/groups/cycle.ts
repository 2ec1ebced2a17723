/**
 * Which steps a cycle takes for groups.
 *
 * Always true: a group for which there is nothing to send gets no step, and one that left the scope is deleted.
 */
import type { Job } from "../job.ts";
import { operationsFor } from "../mapping/values.ts";
import type { Kind } from "../provisioned.ts";
import { isGroupInScope } from "../scope.ts";
import type { Group } from "./group.ts";
import { provisionGroup, removeGroup, updateGroup } from "./provision.ts";
import { wantedGroupOf } from "./wanted.ts";

type Step = (job: Job, kind: Kind, group: Group) => Promise<void>;

/** In an initial cycle every group in scope is looked up. */
export function initialGroupStepFor(_job: Job, group: Group): Step | null {
  return isGroupInScope(group) ? provisionGroup : removalOf(group);
}

/** In an incremental cycle, only what differs from what the target is known to hold is sent. */
export function incrementalGroupStepFor({ source }: Job, group: Group): Step | null {
  if (!isGroupInScope(group)) return removalOf(group);
  if (group.sent === null) return provisionGroup;
  return operationsFor(group.sent, wantedGroupOf(source, group)).length > 0 ? updateGroup : null;
}

function removalOf(group: Group): Step | null {
  return group.scimId === null ? null : removeGroup;
}
