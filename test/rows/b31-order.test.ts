/**
 * B31, B60: the feed tells that there is a member, and a group, before it tells that the one is in the other; also
 * where more people and groups wait than one batch takes.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { asMembers } from "../support/groups.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization } from "../support/organization.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";
import { entraUser } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ environment: { DRAIN_BATCH: "1" } });
});
afterAll(() => house.close());

test("B31 nobody is told as a member of a group before they are told as a member of the organization", async () => {
  const organization = await openOrganization(house);
  const { address, directory, groups } = organization;
  const people: string[] = [];
  await whileWorkerRests(house, async () => {
    for (const name of ["ada", "bob", "eve"]) {
      people.push(String((await directory.send("POST", "/Users", entraUser(address(name)))).body.id));
    }
    expect((await groups.post("Engineering", { members: asMembers(people) })).status).toBe(201);
  });
  await organization.settled();
  for (const id of people) {
    expect(await organization.story(id)).toEqual(["member.created", "member.invited", "membership.added"]);
  }
});

test("B31 nobody is told as a member of a group before the group is told", async () => {
  const organization = await openOrganization(house);
  const { groups } = organization;
  const ada = await organization.provision("ada");
  const ids = await whileWorkerRests(house, async () => {
    const posted: string[] = [];
    for (const name of ["One", "Two", "Three"]) {
      posted.push(String((await groups.post(name, { members: asMembers([ada]) })).body.id));
    }
    return posted;
  });
  await organization.settled();
  for (const id of ids) expect(await groups.story(id)).toEqual(["group.created", "membership.added"]);
});
