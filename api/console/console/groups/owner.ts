/**
 * Who has the last word on a group, in words. Pure.
 */
import type { Group } from "../../parts/wire.ts";

/** In a word or two. */
export function ownerOf({ origin, linked }: Group): string {
  if (origin === "directory") return "Directory";
  return linked ? "By hand, linked" : "By hand";
}

/** What that means for an admin. */
export function ownershipInWords(group: Group): string {
  if (group.origin === "hand" && !group.linked)
    return "This group was made by hand. An admin decides about its name and its members.";
  const before =
    group.origin === "hand" ? "This group was made by hand and is linked to the directory since. " : "";
  return `${before}The directory owns its name and its members: what is changed here goes back to what the directory says within a minute.`;
}

/** Whether the directory has it. */
export function isDirectorys({ origin, linked }: Group): boolean {
  return origin === "directory" || linked;
}
