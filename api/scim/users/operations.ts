/**
 * What a directory does with a user, whether in a request of its own or in a bulk: from the body that it sent to the
 * user as it is then.
 */
import { ScimError } from "../../../shared/scim/error.ts";
import { decodePatch } from "../../../shared/scim/message.ts";
import { applyPatch } from "../../../shared/scim/patch/patch.ts";
import { decodeResource, requireUnchanged } from "../../../shared/scim/resource/resource.ts";
import type { UserAttributes } from "../../../shared/scim/schema/user.ts";
import type { Member } from "../../../shared/store/documents.ts";
import type { ApiDeps } from "../../deps.ts";
import type { ScimState } from "../context.ts";
import { type Conditions, requireMatch } from "../precondition.ts";
import { requireProvisioning } from "../provisioning.ts";
import { changeUser, createUser, removeUser } from "./write.ts";

/** The user that an operation is about, and the versions of it that it holds for. */
export type UserTarget = { readonly id: string; readonly conditions: Conditions };

export async function postUser(deps: ApiDeps, state: ScimState, body: unknown): Promise<Member> {
  requireProvisioning(state, "users");
  const sent = decodeResource(state.types.User, body);
  return createUser(deps, state, { active: true, ...sent });
}

export async function putUser(
  deps: ApiDeps,
  state: ScimState,
  target: UserTarget,
  body: unknown,
): Promise<Member> {
  requireProvisioning(state, "users");
  const sent = decodeResource(state.types.User, body);
  // A PUT that says nothing of `active` is about the profile: it neither revokes nor restores (row B21).
  return change(deps, state, target, ({ active }) => ({ ...(active !== undefined && { active }), ...sent }));
}

export async function patchUser(
  deps: ApiDeps,
  state: ScimState,
  target: UserTarget,
  body: unknown,
): Promise<Member> {
  requireProvisioning(state, "users");
  const operations = decodePatch(body);
  return change(deps, state, target, (attributes) => applyPatch(state.types.User, attributes, operations));
}

export async function deleteUser(
  deps: ApiDeps,
  state: ScimState,
  { id, conditions }: UserTarget,
): Promise<void> {
  requireProvisioning(state, "users");
  await removeUser(
    deps,
    state,
    (member) => requireMatch(conditions, member.version),
    () => findUser(deps, state, id),
  );
}

/** @throws ScimError notFound */
export async function findUser(
  { readMember }: ApiDeps,
  { organization }: ScimState,
  id: string,
): Promise<Member> {
  const member = await readMember(organization._id, id);
  if (!member) throw new ScimError("notFound", `There is no user with the id ${id.slice(0, 100)}.`);
  return member;
}

function change(
  deps: ApiDeps,
  state: ScimState,
  { id, conditions }: UserTarget,
  next: (attributes: UserAttributes) => UserAttributes,
): Promise<Member> {
  const checked = (member: Member) => {
    requireMatch(conditions, member.version);
    const attributes = next(member.attributes);
    requireUnchanged(state.types.User, member.attributes, attributes);
    return attributes;
  };
  return changeUser(deps, state, checked, () => findUser(deps, state, id));
}
