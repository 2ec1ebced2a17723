/**
 * From the bytes of a request to what it wants of a group. This is all that the thread for large bodies does.
 */
import {
  decodeGroup,
  decodeGroupPatch,
  type GroupPatch,
  type WantedGroup,
} from "../../../shared/scim/group-write.ts";
import { parseJson } from "../json.ts";

/** What the bytes of a request can be. */
export type Decoded = { readonly group: WantedGroup; readonly patch: GroupPatch };
export type Kind = keyof Decoded;

/** @throws ScimError for what the client did wrong */
export const decoders: {
  readonly [K in Kind]: (bytes: Uint8Array, membersMax: number) => Decoded[K];
} = {
  group: (bytes, membersMax) => decodeGroup(parseJson(bytes), membersMax),
  patch: (bytes, membersMax) => decodeGroupPatch(parseJson(bytes), membersMax),
};
