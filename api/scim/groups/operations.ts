/**
 * What a directory does with a group, whether in a request of its own or in a bulk: from what it wants to the group
 * as it is then.
 */
import { ScimError } from "../../../shared/scim/error.ts";
import type { GroupPatch, WantedGroup } from "../../../shared/scim/group-write/group-write.ts";
import { applyPatch } from "../../../shared/scim/patch/patch.ts";
import { requireUnchanged } from "../../../shared/scim/resource/resource.ts";
import type { GroupAttributes } from "../../../shared/scim/schema/group.ts";
import type { Group } from "../../../shared/store/group-documents.ts";
import type { ApiDeps } from "../../deps.ts";
import {
  changeGroup,
  createGroup,
  type GroupChange,
  deleteGroup as removeGroup,
} from "../../groups/write.ts";
import type { ScimState } from "../context.ts";
import { type Conditions, isConditional, requireMatch } from "../precondition.ts";
import { requireProvisioning } from "../provisioning.ts";

/** The group that an operation is about, and the versions of it that it holds for. */
export type GroupTarget = { readonly id: string; readonly conditions: Conditions };

export async function postGroup(deps: ApiDeps, state: ScimState, wanted: WantedGroup): Promise<Group> {
  requireProvisioning(state, "groups");
  return createGroup(deps, placeOf(state), wanted);
}

export async function putGroup(
  deps: ApiDeps,
  state: ScimState,
  target: GroupTarget,
  { attributes, members }: WantedGroup,
): Promise<Group> {
  requireProvisioning(state, "groups");
  const change = { attributes: () => attributes, members };
  return changeGroup(deps, placeOf(state), changeOf(deps, state, target, change));
}

export async function patchGroup(
  deps: ApiDeps,
  state: ScimState,
  target: GroupTarget,
  { operations, members }: GroupPatch,
): Promise<Group> {
  requireProvisioning(state, "groups");
  const attributes = (before: GroupAttributes) => applyPatch(state.types.Group, before, operations);
  return changeGroup(deps, placeOf(state), changeOf(deps, state, target, { attributes, members }));
}

export async function deleteGroup(deps: ApiDeps, state: ScimState, target: GroupTarget): Promise<void> {
  requireProvisioning(state, "groups");
  await removeGroup(deps, placeOf(state), conditionally(deps, state, target));
}

/** @throws ScimError notFound */
export async function findGroup(
  { readGroup }: ApiDeps,
  { organization }: ScimState,
  id: string,
): Promise<Group> {
  const group = await readGroup(organization._id, id);
  if (!group) throw new ScimError("notFound", `There is no group with the id ${id.slice(0, 100)}.`);
  return group;
}

function placeOf({ organization, actor }: ScimState) {
  return { organization: organization._id, actor };
}

function changeOf(
  deps: ApiDeps,
  state: ScimState,
  target: GroupTarget,
  { attributes, members }: Pick<GroupChange, "attributes" | "members">,
): GroupChange {
  const checked = (before: GroupAttributes) => {
    const after = attributes(before);
    requireUnchanged(state.types.Group, before, after);
    return after;
  };
  return { ...conditionally(deps, state, target), attributes: checked, members };
}

/** How an operation finds its group, and whether it holds for one version of it only. */
function conditionally(
  deps: ApiDeps,
  state: ScimState,
  { id, conditions }: GroupTarget,
): Pick<GroupChange, "find" | "conditional"> {
  const find = async () => {
    const group = await findGroup(deps, state, id);
    requireMatch(conditions, group.version);
    return group;
  };
  return { find, conditional: isConditional(conditions) };
}
