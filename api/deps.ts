/**
 * What the API stands on beside what both processes do: its readers and the group commit.
 */
import type { Config } from "../shared/config.ts";
import { type Deps, openDeps } from "../shared/deps.ts";
import { type LinkableFinder, openLinkableFinder } from "../shared/store/linkable.ts";
import {
  type MemberReader,
  type MemberWriter,
  openMemberReader,
  openMemberWriter,
} from "../shared/store/members.ts";
import { type OrganizationReader, openOrganizationReader } from "../shared/store/organizations.ts";

export type ApiDeps = Deps & {
  readonly readOrganization: OrganizationReader;
  readonly readMember: MemberReader;
  readonly writeMember: MemberWriter;
  readonly findLinkable: LinkableFinder;
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
  };
}
