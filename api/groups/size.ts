/**
 * How large a group may be. Its members are no part of that: each is a document of its own.
 */
import { BSON } from "mongodb";
import { ScimError } from "../../shared/scim/error.ts";
import type { GroupAttributes } from "../../shared/scim/schema/group.ts";
import type { ApiDeps } from "../deps.ts";

/**
 * A drain reads many groups at once, so each must be small; and each is kept twice, as it is and as it was told.
 * @throws ScimError invalidValue
 */
export function requireSize({ config }: Pick<ApiDeps, "config">, attributes: GroupAttributes): void {
  const bytes = BSON.calculateObjectSize(attributes);
  if (bytes <= config.GROUP_MAX_BYTES) return;
  throw new ScimError(
    "invalidValue",
    `The group would take ${bytes} bytes beside its members, and ${config.GROUP_MAX_BYTES} at most are kept. Leave out long values, or refer to them.`,
  );
}
