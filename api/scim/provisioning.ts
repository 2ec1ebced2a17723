/**
 * Row B05: an organization can turn the provisioning of users, or of groups, off; then they can still be read.
 */
import { ScimError } from "../../shared/scim/error.ts";
import type { ScimState } from "./context.ts";

const settingOf = { users: "provisionUsers", groups: "provisionGroups" } as const;

/** @throws ScimError forbidden where the directory may not write them */
export function requireProvisioning({ organization }: ScimState, what: keyof typeof settingOf): void {
  if (organization.settings[settingOf[what]]) return;
  throw new ScimError(
    "forbidden",
    `The organization has provisioning of ${what} turned off; an admin can turn it on in its SCIM settings.`,
  );
}
