/**
 * An organization with its settings as its admin sees and changes them. What was never set is shown as it is in force.
 */
import type { z } from "zod";
import { given } from "../../../shared/given.ts";
import { usualGuard } from "../../../shared/removal-guard.ts";
import { type Organization, plans, type Settings } from "../../../shared/store/documents.ts";
import type { ApiDeps } from "../../deps.ts";
import { changeFailureMail } from "../failures/failure-mail.ts";
import type { organizationView, settingsChange } from "../schema/organization.ts";
import { changeOrganization, requireOrganization } from "./organizations.ts";

type View = z.input<typeof organizationView>;

/** Presents an organization. */
export function presentOrganization({ config }: Pick<ApiDeps, "config">, organization: Organization): View {
  const { _id, name, plan, enabled, seats, scim, settings, createdAt, key } = organization;
  return {
    id: _id,
    name,
    plan,
    planHasScim: plans[plan].scim,
    enabled,
    seats: { ...seats },
    scimEnabled: scim.enabled,
    scimUrl: `${config.PUBLIC_URL}/scim/v2/${_id}`,
    createdAt,
    settings: presentSettings(settings),
    hasKey: key !== undefined,
  };
}

function presentSettings({ failureMail, ...settings }: Settings): View["settings"] {
  const { provisionUsers, provisionGroups, linkedProfiles, withoutAddress, invitationDays, contact } =
    settings;
  const { enabled, addresses } = failureMail ?? { enabled: true, addresses: [] };
  return {
    provisionUsers,
    provisionGroups,
    linkedProfiles,
    withoutAddress,
    invitations: settings.invitations ?? "atOnce",
    removalGuard: settings.removalGuard ?? usualGuard,
    openDiscovery: settings.openDiscovery ?? false,
    invitationDays,
    contact,
    failureMail: { enabled, addresses: [...addresses] },
  };
}

/**
 * Changes the settings that are named; all others stay.
 * @throws Refusal where an address for failures is none; then nothing was changed
 */
export async function changeSettings(
  deps: ApiDeps,
  organization: string,
  { failureMail, ...change }: z.output<typeof settingsChange>,
): Promise<View> {
  if (failureMail) await changeFailureMail(deps, organization, given(failureMail));
  const settings = given(change);
  if (Object.keys(settings).length > 0) await changeOrganization(deps, organization, { settings });
  return presentOrganization(deps, await requireOrganization(deps, organization));
}
