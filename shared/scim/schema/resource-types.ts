/**
 * The resource types of an organization: users and groups, with the schemas that it declared for itself.
 */
import { declareExtension } from "./custom-declaration.ts";
import type { CustomSchema } from "./custom-schema.ts";
import { type GroupAttributes, groupType } from "./group.ts";
import { type ResourceType, withExtensions } from "./resource-type.ts";
import { type UserAttributes, userType } from "./user.ts";

/** The types by their names. */
export type ResourceTypes = {
  readonly User: ResourceType<UserAttributes>;
  readonly Group: ResourceType<GroupAttributes>;
};

const withoutCustom: ResourceTypes = { User: userType, Group: groupType };

/**
 * Adds custom schemas to the resource types. Without any, it is always the same object. With some, it costs about a
 * millisecond for a hundred attributes, and more when a resource is checked for the first time: so keep the result.
 */
export function withCustomSchemas(customSchemas: readonly CustomSchema[]): ResourceTypes {
  if (customSchemas.length === 0) return withoutCustom;
  const extensionsOf = (type: CustomSchema["resourceType"]) =>
    customSchemas.filter(({ resourceType }) => resourceType === type).map(declareExtension);
  return {
    User: withExtensions(userType, extensionsOf("User")),
    Group: withExtensions(groupType, extensionsOf("Group")),
  };
}
