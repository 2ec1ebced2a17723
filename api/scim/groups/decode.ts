/**
 * From the bytes of a request to what it wants of a group. This is all that the thread for large bodies does.
 */

import {
  decodeGroup,
  decodeGroupPatch,
  type GroupPatch,
  type WantedGroup,
} from "../../../shared/scim/group-write/group-write.ts";
import type { GroupAttributes } from "../../../shared/scim/schema/group.ts";
import type { ResourceType } from "../../../shared/scim/schema/resource-type.ts";
import { parseJson } from "../json.ts";

/** What the bytes of a request can be. */
export type Decoded = { readonly group: WantedGroup; readonly patch: GroupPatch };
export type Kind = keyof Decoded;

/** @throws ScimError for what the client did wrong */
export const decoders: {
  readonly [K in Kind]: (
    type: ResourceType<GroupAttributes>,
    bytes: Uint8Array,
    membersMax: number,
  ) => Decoded[K];
} = {
  group: (type, bytes, membersMax) => decodeGroup(type, parseJson(bytes), membersMax),
  patch: (type, bytes, membersMax) => decodeGroupPatch(type, parseJson(bytes), membersMax),
};
