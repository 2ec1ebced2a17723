/**
 * What the target ought to hold of a group, the document of the POST that creates it, and who are its members there.
 *
 * Always true: a group is created without members; they are sent once everybody is in the target.
 */
import type { Resource } from "../mapping/target-path.ts";
import { asTexts, fillIn, type Wanted } from "../mapping/values.ts";
import type { Source } from "../source.ts";
import type { Group } from "./group.ts";

export function wantedGroupOf(source: Source, group: Group): Wanted {
  const { objectId, displayName } = group;
  const attributes = asTexts({ objectId, displayName });
  const values = (source.groups ?? []).map(({ target, evaluate }) => [target, evaluate(attributes)]);
  return Object.fromEntries(values.filter(([, value]) => value !== ""));
}

/** The body of the POST, with the second schema that Entra adds. */
export function documentForGroup(source: Source, wanted: Wanted): Resource {
  return fillIn(source.groups ?? [], wanted, {
    schemas: [
      "urn:ietf:params:scim:schemas:core:2.0:Group",
      "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group",
    ],
    meta: { resourceType: "Group" },
  });
}

/** The ids of the users who are to be its members: of its direct members, the people in scope who are in the target. */
export function wantedMembersOf({ scope, byObjectId }: Source, group: Group): string[] {
  return group.members.flatMap((objectId) => {
    const person = byObjectId.get(objectId);
    return person === undefined || person.scimId === null || !scope.covers(person) ? [] : [person.scimId];
  });
}
