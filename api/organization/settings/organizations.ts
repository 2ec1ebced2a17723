/**
 * Organizations as their admins and the operator manage them.
 */
import type { HealthState } from "../../../shared/health/health.ts";
import type { Organization, Plan, Settings, Standing } from "../../../shared/store/documents.ts";
import { untilForgotten } from "../../../shared/store/recent.ts";
import { endSessions } from "../../../shared/store/sessions.ts";
import { isDuplicate } from "../../../shared/store/trouble.ts";
import { inTurn } from "../../../shared/store/turn.ts";
import { wakeForSeats, wakeHeldBack } from "../../../shared/store/waiting.ts";
import type { ApiDeps } from "../../deps.ts";
import { byHand, type PersonName } from "../members/invite.ts";
import { readHealth } from "../overview/health.ts";
import { Refusal } from "../refusal.ts";

export type OrganizationView = Pick<
  Organization,
  "name" | "plan" | "enabled" | "seats" | "settings" | "createdAt"
> & {
  readonly id: string;
  readonly scimEnabled: boolean;
};

/**
 * Makes an organization with its first owner, who is confirmed from the start and holds a seat.
 * @param options the id is part of the SCIM URL: small letters, digits and hyphens, at most 63
 * @throws Refusal where the id cannot be used
 */
export async function createOrganization(
  { store, now, newId }: ApiDeps,
  options: {
    id: string;
    name: string;
    owner: string;
    ownerName?: PersonName;
    plan: Plan;
    seats: number;
  },
): Promise<OrganizationView> {
  const { id, name, owner, ownerName, plan, seats } = options;
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(id)) {
    throw new Refusal("The id must be small letters, digits and hyphens, at most 63 of them.");
  }
  if (seats < 1) throw new Refusal("An organization has at least one seat, for its owner.");
  const at = now();
  const organization: Organization = {
    _id: id,
    name,
    plan,
    enabled: true,
    seats: { bought: seats, used: 0 },
    scim: { enabled: false, keys: [] },
    settings: {
      provisionUsers: true,
      provisionGroups: true,
      linkedProfiles: "organization",
      withoutAddress: "refuse",
      invitationDays: 5,
      contact: owner,
    },
    lastEvent: 0,
    turn: 0,
    createdAt: at,
  };
  const { pending: _, ...member } = byHand({
    id: newId(),
    organization: id,
    address: owner,
    ...(ownerName && { name: ownerName, displayName: `${ownerName.givenName} ${ownerName.familyName}` }),
    by: { kind: "system" },
    at,
  });
  const { address } = member.keys;
  await store.organizations.insertOne(organization).catch((error: unknown) => {
    if (isDuplicate(error)) throw new Refusal(`There is an organization ${id} already.`);
    throw error;
  });
  await inTurn(store, id, at, async (turn) => {
    const standing: Standing = {
      status: "confirmed",
      role: "owner",
      seat: true,
      ...(address !== undefined && { address }),
    };
    await store.members.insertOne({ ...member, standing }, { session: turn.session });
    turn.takeSeats(1);
    turn.tell([
      {
        kind: "member.created",
        member: member._id,
        status: "confirmed",
        since: at,
        actor: { kind: "system" },
      },
    ]);
  });
  return view({ ...organization, seats: { bought: seats, used: 1 } });
}

/** All organizations, by id, with how their sync is. */
export async function listOrganizations(
  deps: ApiDeps,
): Promise<(OrganizationView & { readonly health: HealthState })[]> {
  const found = await deps.store.organizations.find({}).sort({ _id: 1 }).toArray();
  const judged = await readHealth(deps, found);
  return judged.map(({ organization, health }) => ({ ...view(organization), health: health.state }));
}

/** @throws Refusal where there is no such organization */
export async function requireOrganization({ store }: ApiDeps, id: string): Promise<Organization> {
  const organization = await store.organizations.findOne({ _id: id });
  if (!organization) throw new Refusal(`There is no organization ${id}.`);
  return organization;
}

/**
 * Sets how many seats the organization has bought; members who wait for one go on by themselves (row B23). Fewer
 * seats than are in use take nobody's away.
 */
export async function setSeats(
  deps: ApiDeps,
  organization: string,
  seats: number,
): Promise<OrganizationView> {
  const at = deps.now();
  await inTurn(deps.store, organization, at, async (turn) => {
    await deps.store.organizations.updateOne(
      { _id: organization },
      { $set: { "seats.bought": seats } },
      { session: turn.session },
    );
    await wakeForSeats(deps.store, turn.session, organization, seats - turn.organization.seats.used, at);
  });
  deps.queues.wake(organization);
  await untilForgotten();
  return view(await requireOrganization(deps, organization));
}

/** Changes the plan, whether the organization is enabled, or settings. */
export async function changeOrganization(
  deps: ApiDeps,
  organization: string,
  change: { plan?: Plan; enabled?: boolean; settings?: Partial<Settings> },
): Promise<OrganizationView> {
  const { settings = {}, ...own } = change;
  const prefixed = Object.entries(settings).map(([name, value]) => [`settings.${name}`, value]);
  const set = { ...own, ...Object.fromEntries(prefixed) };
  if (Object.keys(set).length > 0) {
    const at = deps.now();
    await inTurn(deps.store, organization, at, async ({ session }) => {
      await deps.store.organizations.updateOne({ _id: organization }, { $set: set }, { session });
      // Who was staged until then is invited, in shares (`waiting.ts`).
      if (settings.invitations === "atOnce") await wakeHeldBack(deps.store, session, organization, at);
    });
    deps.queues.wake(organization);
  }
  await untilForgotten();
  if (change.enabled === false) await endSessions(deps.store, organization, "all");
  return view(await requireOrganization(deps, organization));
}

function view({
  _id,
  name,
  plan,
  enabled,
  seats,
  settings,
  createdAt,
  scim,
}: Organization): OrganizationView {
  return { id: _id, name, plan, enabled, seats, settings, createdAt, scimEnabled: scim.enabled };
}
