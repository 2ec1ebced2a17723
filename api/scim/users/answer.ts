/**
 * How a user is shown: what the directory wrote, and the groups that the person is in.
 */
import { encodeResource, type Projection, partsShown } from "../../../shared/scim/resource/resource.ts";
import type { JsonObject } from "../../../shared/scim/value/value.ts";
import { groupElement } from "../../../shared/store/membership-elements.ts";
import type { Listed } from "../../../shared/store/source.ts";
import type { ApiDeps } from "../../deps.ts";
import type { ScimState } from "../context.ts";

/** Encodes a user; groups that are not shown are not looked for. */
export async function encodeUser(
  { groupsOf }: ApiDeps,
  { baseUrl, types }: ScimState,
  user: Listed,
  projection: Projection,
): Promise<JsonObject> {
  const isShown = partsShown(types.User, "groups", projection) !== null;
  const own = isShown ? await groupsOf(user.organization, user._id) : [];
  const groups = own.map((group) => groupElement(group, baseUrl));
  const attributes = { ...user.attributes, ...(groups.length > 0 && { groups }) };
  return encodeResource(types.User, { id: user._id, ...user, attributes }, baseUrl, projection);
}
