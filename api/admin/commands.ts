/**
 * The commands of the admin's command line, in one table: what each takes, what it does.
 */
import { given } from "../../shared/given.ts";
import type { Actor } from "../../shared/store/documents.ts";
import { makeSignInLink } from "../access/sign-in.ts";
import type { ApiDeps } from "../deps.ts";
import {
  disableScim,
  enableScim,
  endKey,
  listKeys,
  prefixOf,
  rotateKey,
} from "../organization/directory/keys.ts";
import { changeFailureMail } from "../organization/failures/failure-mail.ts";
import { listEvents } from "../organization/feed/events.ts";
import { inviteByHand, type PersonName } from "../organization/members/invite.ts";
import {
  actByHand,
  changeRole,
  giveProfile,
  listMembers,
  requireMember,
  restoreByHand,
} from "../organization/members/members.ts";
import { presentMember } from "../organization/members/present.ts";
import {
  changeOrganization,
  createOrganization,
  listOrganizations,
  requireOrganization,
  setSeats,
} from "../organization/settings/organizations.ts";
import { by, type Command, may, must, organization, pageOf, told, untilSettled } from "./command.ts";
import { failureCommands } from "./failure-commands.ts";
import { groupCommands } from "./group-commands.ts";
import { healthCommands } from "./health-commands.ts";
import { choice, duration, list, type Options, removalGuard, text, whole, yesNo } from "./options.ts";
import { removalCommands } from "./removal-commands.ts";
import { schemaCommands } from "./schema-commands.ts";

const member = { ...organization, member: must("ID|USERNAME|ADDRESS") };

export const commands: Readonly<Record<string, Command>> = {
  "create-organization": {
    about: "make an organization and its first owner",
    options: {
      id: must("ID"),
      name: must("NAME"),
      owner: must("ADDRESS"),
      "owner-given-name": may("NAME"),
      "owner-family-name": may("NAME"),
      plan: may("starter|enterprise"),
      seats: may("N"),
    },
    run: async (deps, options) => ({
      organization: await createOrganization(deps, {
        id: text(options, "id"),
        name: text(options, "name"),
        owner: text(options, "owner"),
        ...ownerNameIn(options),
        plan: choice(options, "plan", ["starter", "enterprise"]) ?? "enterprise",
        seats: whole(options, "seats") ?? 100,
      }),
    }),
  },
  organizations: {
    about: "list the organizations",
    options: {},
    run: async (deps) => ({ organizations: await listOrganizations(deps) }),
  },
  "change-organization": {
    about: "change the plan, the seats, or settings; disable and enable",
    options: {
      ...organization,
      plan: may("starter|enterprise"),
      seats: may("N"),
      enabled: may("yes|no"),
      "provision-users": may("yes|no"),
      "provision-groups": may("yes|no"),
      "linked-profiles": may("organization|directory"),
      "without-address": may("refuse|wait"),
      invitations: may("atOnce|held"),
      "open-discovery": may("yes|no"),
      "rate-per-second": may("N"),
      "removal-guard": may("MEMBERS/PERCENT|off"),
      "invitation-days": may("N"),
      contact: may("TEXT"),
      "failure-mail": may("yes|no"),
      "failure-addresses": may("ADDRESS,ADDRESS"),
    },
    run: changeByOptions,
  },
  "enable-scim": {
    about: "turn SCIM on; shows the SCIM URL and a fresh key, once",
    options: organization,
    run: async (deps, options) => {
      const issued = await enableScim(deps, text(options, "organization"));
      await told(deps, options, { kind: "scim.enabled" });
      return issued;
    },
  },
  "disable-scim": {
    about: "turn SCIM off and end all keys",
    options: organization,
    run: async (deps, options) => {
      await disableScim(deps, text(options, "organization"));
      await told(deps, options, { kind: "scim.disabled" });
      return { scimEnabled: false };
    },
  },
  "rotate-key": {
    about: "make a new key; those before it work on for the overlap (0 to 7d)",
    options: { ...organization, overlap: may("0|30m|12h|7d") },
    run: async (deps, options) => {
      const overlapMs = duration(options["overlap"] ?? "0");
      const issued = await rotateKey(deps, text(options, "organization"), overlapMs);
      await told(deps, options, { kind: "key.made", detail: [issued.key.prefix] });
      return issued;
    },
  },
  keys: {
    about: "list the keys that work, with their last use",
    options: organization,
    run: async (deps, options) => ({
      keys: listKeys(await requireOrganization(deps, text(options, "organization")), deps.now()),
    }),
  },
  "end-key": {
    about: "end a key at once",
    options: { ...organization, key: must("ID") },
    run: async (deps, options) => {
      const before = await requireOrganization(deps, text(options, "organization"));
      await endKey(deps, text(options, "organization"), text(options, "key"));
      await told(deps, options, { kind: "key.ended", detail: prefixOf(before, options["key"]) });
      return { ended: text(options, "key") };
    },
  },
  invite: {
    about: "invite a person by hand",
    options: { ...organization, email: must("ADDRESS"), name: may("NAME"), "external-id": may("ID") },
    run: async (deps, options) => {
      const { _id } = await requireOrganization(deps, text(options, "organization"));
      const { name: displayName, "external-id": externalId } = options;
      const invitee = {
        address: text(options, "email"),
        ...(displayName !== undefined && { displayName }),
        ...(externalId !== undefined && { externalId }),
      };
      return settled(deps, _id, (await inviteByHand(deps, _id, invitee, by))._id);
    },
  },
  "invite-again": {
    about: "send a member who is invited a new invitation; the old link ends",
    options: member,
    run: decide((inner, found, actor) => actByHand(inner, found, "inviteAgain", actor)),
  },
  members: {
    about: "list the members with their state",
    options: { ...organization, after: may("ID"), limit: may("N") },
    run: async (deps, options) => {
      const place = await requireOrganization(deps, text(options, "organization"));
      return { members: await listMembers(deps, place, pageOf(options)) };
    },
  },
  revoke: {
    about: "revoke a member; only an admin restores them",
    options: member,
    run: decide((inner, found, actor) => actByHand(inner, found, "revoke", actor)),
  },
  restore: { about: "restore a member whom an admin revoked", options: member, run: decide(restoreByHand) },
  role: {
    about: "make a member an owner, an admin or a plain member",
    options: { ...member, role: must("owner|admin|member") },
    run: async (deps, options) => {
      const role = choice(options, "role", ["owner", "admin", "member"]) ?? "member";
      return decide((inner, found, actor) => changeRole(inner, found, role, actor))(deps, options);
    },
  },
  profile: {
    about: "say who owns the shown profile of a member who was here before the directory",
    options: { ...member, owner: must("organization|directory") },
    run: async (deps, options) => {
      const owner = choice(options, "owner", ["organization", "directory"]) ?? "organization";
      return decide((inner, found, actor) => giveProfile(inner, found, owner, actor))(deps, options);
    },
  },
  "sign-in-link": {
    about: "make a link that signs a member in once; it is shown, and e-mailed to nobody",
    options: { ...member, for: may("15m|12h|7d") },
    run: async (deps, options) => {
      const forMs = duration(options["for"] ?? "15m", "for");
      return {
        ...(await makeSignInLink(deps, text(options, "organization"), text(options, "member"), forMs)),
      };
    },
  },
  ...groupCommands,
  ...healthCommands,
  ...schemaCommands,
  ...removalCommands,
  ...failureCommands,
  events: {
    about: "the feed of what happened, in its one order",
    options: { ...organization, after: may("NUMBER"), limit: may("N") },
    run: async (deps, options) => ({
      events: await listEvents(
        deps,
        text(options, "organization"),
        whole(options, "after") ?? 0,
        whole(options, "limit") ?? 100_000,
      ),
    }),
  },
};

/** How to use the command line. */
export function usage(): string {
  const rows = Object.entries(commands).map(([name, { about, options }]) => {
    const words = Object.entries(options).map(([option, { required, value }]) =>
      required ? `--${option} ${value}` : `[--${option} ${value}]`,
    );
    return `  ${name} ${words.join(" ")}\n      ${about}`;
  });
  return ["npm run admin -- COMMAND [--json]", "", ...rows].join("\n");
}

async function changeByOptions(deps: ApiDeps, options: Options): Promise<{ organization: unknown }> {
  const id = text(options, "organization");
  const plan = choice(options, "plan", ["starter", "enterprise"]);
  const enabled = yesNo(options, "enabled");
  const settings = {
    provisionUsers: yesNo(options, "provision-users"),
    provisionGroups: yesNo(options, "provision-groups"),
    linkedProfiles: choice(options, "linked-profiles", ["organization", "directory"]),
    withoutAddress: choice(options, "without-address", ["refuse", "wait"]),
    invitations: choice(options, "invitations", ["atOnce", "held"]),
    openDiscovery: yesNo(options, "open-discovery"),
    ratePerSecond: whole(options, "rate-per-second"),
    removalGuard: removalGuard(options),
    invitationDays: whole(options, "invitation-days"),
    contact: options["contact"],
  };
  await requireOrganization(deps, id);
  const failureMail = given({
    enabled: yesNo(options, "failure-mail"),
    addresses: list(options, "failure-addresses"),
  });
  if (Object.keys(failureMail).length > 0) await changeFailureMail(deps, id, failureMail);
  const seats = whole(options, "seats");
  if (seats !== undefined) await setSeats(deps, id, seats);
  const changed = await changeOrganization(deps, id, given({ plan, enabled, settings: given(settings) }));
  const detail = Object.keys(given({ plan, enabled, seats, ...settings }));
  if (Object.keys(failureMail).length > 0) detail.push("failureMail");
  if (detail.length > 0) await told(deps, options, { kind: "settings.updated", detail });
  return { organization: changed };
}

function ownerNameIn(options: Options): { ownerName?: PersonName } {
  const { "owner-given-name": givenName, "owner-family-name": familyName } = options;
  return givenName && familyName ? { ownerName: { givenName, familyName } } : {};
}

function decide(
  act: (deps: ApiDeps, found: Awaited<ReturnType<typeof requireMember>>, actor: Actor) => Promise<void>,
): Command["run"] {
  return async (deps, options) => {
    const id = text(options, "organization");
    const found = await requireMember(deps, id, text(options, "member"));
    await act(deps, found, by);
    return settled(deps, id, found._id);
  };
}

/** Shows a member once a worker has applied what was decided; or as it is, where none does so soon. */
async function settled(deps: ApiDeps, id: string, memberId: string): Promise<{ member: unknown }> {
  const place = await requireOrganization(deps, id);
  await untilSettled(async () => (await deps.readMember(id, memberId))?.pending === undefined);
  const found = await deps.readMember(id, memberId);
  return { member: found && presentMember(found, place) };
}
