/**
 * The overview counts what there is, of one organization alone, and counts it in indexes.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { releaseAll } from "../../api/organization/members/actions.ts";
import { actByHand, requireMember } from "../../api/organization/members/members.ts";
import { readOverview } from "../../api/organization/overview/overview.ts";
import { changeOrganization, requireOrganization } from "../../api/organization/settings/organizations.ts";
import { type House, openHouse } from "../support/house.ts";
import { provisionAs } from "../support/joining.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";
import { entraUser } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const read = async ({ id }: TestOrganization) =>
  readOverview(house.deps, await requireOrganization(house.deps, id));

/** Somebody of each kind; the owner is one of those confirmed. */
async function populate(organization: TestOrganization): Promise<void> {
  const { id, directory, groups, address } = organization;
  const { deps } = house;
  await provisionAs(house, organization, "invited", "invited");
  await provisionAs(house, organization, "accepted", "accepted");
  await provisionAs(house, organization, "confirmed", "confirmed");
  const revoked = await provisionAs(house, organization, "revoked", "confirmed");
  await actByHand(deps, await requireMember(deps, id, revoked), "revoke", admin);
  await organization.remove(await organization.provision("removed"));
  await groups.make("Crew");
  const gone = await groups.make("Gone");
  expect((await directory.send("DELETE", `/Groups/${gone}`)).status).toBe(204);
  house.mailbox.refuse((to) => (to === address("nowhere") ? { code: 550, text: "no such mailbox" } : null));
  await organization.provision("nowhere");
  house.mailbox.refuse(null);
  await organization.settled();
}

test("everybody is counted where they stand, and nobody of another organization", async () => {
  const [organization, other] = [await openOrganization(house), await openOrganization(house)];
  await populate(other);
  await populate(organization);
  await house.deps.store.members.updateOne(
    { organization: organization.id, "keys.userName": organization.address("invited") },
    { $set: { "standing.invitation.expiresAt": new Date(0) } },
  );
  const { lastEvent } = await requireOrganization(house.deps, organization.id);
  expect(await read(organization)).toEqual({
    health: { state: "degraded", reasons: ["1 person could not be invited."] },
    seats: { bought: 1_000, used: 5 },
    members: { total: 6, staged: 0, invited: 2, accepted: 1, confirmed: 2, revoked: 1 },
    groups: 1,
    waiting: { seat: 0, address: 0, noAddress: 0, release: 0, review: 0 },
    unreachable: 1,
    expiredInvitations: 1,
    pending: { members: 0, groups: 0, memberships: 0, since: null },
    openFailures: 1,
    lastEvent,
  });
  expect(await read(other)).toMatchObject({ expiredInvitations: 0, unreachable: 1, members: { total: 6 } });
});

test("who waits for a seat is counted, and so is what is not applied yet", async () => {
  const organization = await openOrganization(house, { seats: 1 });
  await organization.provision("ada");
  expect(await read(organization)).toMatchObject({ waiting: { seat: 1 }, openFailures: 1 });
  await whileWorkerRests(house, async () => {
    const from = house.deps.now();
    for (const local of ["bob", "cleo", "dora"])
      await organization.directory.send("POST", "/Users", entraUser(organization.address(local)));
    const { pending } = await read(organization);
    expect(pending).toMatchObject({ members: 3, groups: 0, memberships: 0 });
    expect(Number(pending.since)).toBeGreaterThanOrEqual(from.getTime() - 1);
  });
});

test("who waits for a release is counted apart from the others who are staged: as many as would be released", async () => {
  const organization = await openOrganization(house, { seats: 1 });
  await organization.provision("ada");
  await changeOrganization(house.deps, organization.id, { settings: { invitations: "held" } });
  for (const local of ["bob", "cleo"]) await organization.provision(local);
  await whileWorkerRests(house, async () => {
    await organization.directory.send("POST", "/Users", entraUser(organization.address("dora")));
    expect(await read(organization)).toMatchObject({
      members: { staged: 4 },
      waiting: { seat: 1, release: 2 },
      pending: { members: 1 },
    });
    expect(await releaseAll(house.deps, organization.id, admin)).toBe(2);
  });
  await organization.settled();
  expect(await read(organization)).toMatchObject({
    members: { staged: 4 },
    waiting: { seat: 3, release: 1 },
  });
});

test("an organization in which nothing has happened is no special case", async () => {
  const organization = await openOrganization(house);
  expect(await read(organization)).toMatchObject({
    health: { state: "neverConnected" },
    members: { total: 1, confirmed: 1 },
    pending: { since: null },
  });
});

test("what the overview counts of members, groups and failures is read in indexes alone", async () => {
  const { id } = await openOrganization(house);
  const { members, groups, failures } = house.deps.store;
  const named = { $gte: "" };
  const always = { $gte: new Date(0) };
  const counts = [
    members.find({ organization: id, "standing.status": "invited", "keys.userName": named }),
    members.find({ organization: id, "standing.unreachable.since": always }),
    members.find({ organization: id, "standing.waiting.kind": "seat", "standing.waiting.since": always }),
    members.find({
      organization: id,
      "standing.status": "invited",
      "standing.invitation.expiresAt": { ...always, $lte: new Date() },
    }),
    groups.find({ organization: id, "keys.names": named }),
    failures.find({ organization: id, state: "open" }),
  ];
  for (const cursor of counts) expect(JSON.stringify(await cursor.explain())).not.toContain("COLLSCAN");
});
