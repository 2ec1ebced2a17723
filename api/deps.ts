/**
 * What the API stands on beside what both processes do: its readers and the group commit.
 */
import type { Config } from "../shared/config.ts";
import { closeDeps, type Deps, openDeps } from "../shared/deps.ts";
import { type ActivityCounter, openActivityCounter } from "../shared/store/activity.ts";
import {
  type GroupReader,
  openGroupReader,
  openTicketTaker,
  type TicketTaker,
} from "../shared/store/groups.ts";
import { type GroupsOfMember, openGroupsOfMember } from "../shared/store/groups-of-member.ts";
import { type LinkableFinder, openLinkableFinder } from "../shared/store/linkable.ts";
import {
  type MemberReader,
  type MemberWriter,
  openMemberReader,
  openMemberWriter,
} from "../shared/store/members.ts";
import { type MembershipWriter, openMembershipWriter } from "../shared/store/memberships.ts";
import { type OrganizationReader, openOrganizationReader } from "../shared/store/organizations.ts";
import { type Aside, openAside } from "./access/aside.ts";
import { openProviders, type Providers } from "./access/providers.ts";
import { openRequestNotes, type RequestNotes } from "./connections/request-notes.ts";
import { type Connections, openConnections } from "./connections/write-behind.ts";
import { writeRequests } from "./connections/write-requests.ts";
import { writeSeen } from "./connections/write-seen.ts";
import { type Limits, openLimits } from "./limits/limits.ts";
import { type Live, openLive } from "./organization/feed/live/live.ts";
import { askStore, openPulse, type Pulse } from "./pulse.ts";
import { type Decoder, openDecoder } from "./scim/groups/decoder.ts";
import { openPositions, type Positions } from "./scim/list/positions.ts";
import { openTypes, type TypesOf } from "./scim/types.ts";

export type ApiDeps = Deps & {
  readonly readOrganization: OrganizationReader;
  readonly readMember: MemberReader;
  readonly writeMember: MemberWriter;
  readonly findLinkable: LinkableFinder;
  readonly readGroup: GroupReader;
  readonly groupsOf: GroupsOfMember;
  readonly takeTicket: TicketTaker;
  readonly writeMemberships: MembershipWriter;
  readonly decoder: Decoder;
  readonly positions: Positions;
  readonly typesOf: TypesOf;
  readonly connections: Connections;
  readonly requestNotes: RequestNotes;
  readonly activity: ActivityCounter;
  readonly limits: Limits;
  readonly aside: Aside;
  readonly providers: Providers;
  readonly live: Live;
  readonly pulse: Pulse;
};

/** Opens everything that the API needs. */
export async function openApiDeps(config: Config, whenAway: "wait" | "fail"): Promise<ApiDeps> {
  const deps = await openDeps(config, "api", whenAway);
  const { store } = deps;
  return {
    ...deps,
    readOrganization: openOrganizationReader(store),
    readMember: openMemberReader(store),
    writeMember: openMemberWriter(store),
    findLinkable: openLinkableFinder(store),
    readGroup: openGroupReader(store),
    groupsOf: openGroupsOfMember(store),
    takeTicket: openTicketTaker(store, deps.now),
    writeMemberships: openMembershipWriter(store),
    decoder: openDecoder(),
    positions: openPositions(deps.now),
    typesOf: openTypes(),
    connections: openConnections(
      (kept) => writeSeen(store, kept, config.CONNECTION_GAP_MS),
      config.CONNECTIONS_EVERY_MS,
      deps.log,
    ),
    requestNotes: openRequestNotes(
      (kept) => writeRequests(store, kept),
      config.CONNECTIONS_EVERY_MS,
      deps.log,
    ),
    activity: openActivityCounter(store, config.CONNECTIONS_EVERY_MS, deps.log),
    limits: openLimits(config, deps.log),
    aside: openAside(deps.log),
    providers: openProviders(config, deps.now),
    live: openLive(store, deps.log),
    pulse: openPulse(config, askStore(store, config.STORE_WAIT_MS)),
  };
}

/** Closes everything; what was begun must have ended. */
export async function closeApiDeps(deps: ApiDeps): Promise<void> {
  deps.pulse.close();
  await deps.aside.settled();
  deps.live.watch.close();
  await deps.decoder.close();
  await Promise.all([deps.connections.close(), deps.requestNotes.close(), deps.activity.close()]);
  await closeDeps(deps);
}
