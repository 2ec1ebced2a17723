/**
 * B06: the settings say whether failures are e-mailed, and to which addresses: there they go, or nowhere.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { openAlertingHouse, openTold, waits } from "../support/alerting.ts";
import { run } from "../support/command-line.ts";
import { eventually } from "../support/eventually.ts";
import type { House } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";

let house: House;
beforeAll(async () => {
  house = await openAlertingHouse();
});
afterAll(() => house.close());

/** Waits until another organization, whose trouble began later, has been told. */
async function afterOthersWereTold(): Promise<void> {
  const other = await openTold(house, {}, { seats: 1 });
  await other.provision("ada");
  await eventually(() => expect(other.mails("alerts")).toHaveLength(1));
}

function told({ mails }: TestOrganization, local: string): Promise<void> {
  return eventually(() => expect(mails(local)).toHaveLength(1));
}

test("B06 without a word in the settings, failures go to the organization's contact", async () => {
  const organization = await openOrganization(house, { seats: 1 });
  await organization.provision("ada");
  await told(organization, "owner");
  const moved = await openOrganization(house, { seats: 1 });
  await changeOrganization(house.deps, moved.id, { settings: { contact: moved.address("desk") } });
  await moved.provision("ada");
  await told(moved, "desk");
  expect(moved.mails("owner")).toEqual([]);
});

test("B06 the command line says to which addresses, and whether at all", async () => {
  const organization = await openOrganization(house, { seats: 1 });
  const { address } = organization;
  const place = { organization: organization.id };
  const addresses = [address("one"), address("two")];
  const changed = await run(house, "change-organization", {
    ...place,
    "failure-addresses": addresses.join(", "),
  });
  expect(changed.result.organization.settings.failureMail).toEqual({ enabled: true, addresses });
  const off = await run(house, "change-organization", { ...place, "failure-mail": "no" });
  expect(off.result.organization.settings.failureMail).toEqual({ enabled: false, addresses });
  await organization.provision("ada");
  await afterOthersWereTold();
  expect(["one", "two", "owner"].flatMap(organization.mails)).toEqual([]);
  await run(house, "change-organization", { ...place, "failure-mail": "yes" });
  for (const local of ["one", "two"]) await told(organization, local);
  expect(organization.mails("owner")).toEqual([]);
});

test.each([
  ["no address", "nobody", /nobody is not an e-mail address/],
  ["two in one", "a@b.example b@b.example", /is not an e-mail address/],
  ["a second head of the e-mail", "a@b.example\r\nBcc: c@d.example", /is not an e-mail address/],
  ["too many", Array.from({ length: 11 }, (_, index) => `a${index}@b.example`).join(","), /at most/],
])("B06 the command line takes no addresses that are %s", async (_, addresses, why) => {
  const organization = await openOrganization(house);
  const { exitCode, result } = await run(house, "change-organization", {
    organization: organization.id,
    "failure-addresses": addresses,
  });
  expect(exitCode).toBe(1);
  expect(result.error).toMatch(why);
});

test("B06 nothing is sent where there is no address, and nothing is lost: it goes out once there is one", async () => {
  const organization = await openOrganization(house, { seats: 1 });
  const place = { organization: organization.id };
  await changeOrganization(house.deps, organization.id, { settings: { contact: "The help desk, room 4" } });
  await organization.provision("ada");
  await afterOthersWereTold();
  expect(await house.deps.store.emails.countDocuments({ organization: organization.id, kind: "alert" })).toBe(
    0,
  );
  await run(house, "change-organization", { ...place, "failure-addresses": organization.address("late") });
  await told(organization, "late");
});

test("B06 an organization that is disabled is told nothing", async () => {
  const organization = await openTold(house, {}, { seats: 1 });
  await organization.provision("ada");
  await changeOrganization(house.deps, organization.id, { enabled: false });
  await afterOthersWereTold();
  expect(organization.mails("alerts")).toEqual([]);
});

test("B06 whoever turns it off hears nothing more, not even that it is over", async () => {
  const organization = await openTold(house, {}, { seats: 1 });
  await organization.provision("ada");
  await told(organization, "alerts");
  const place = { organization: organization.id };
  await run(house, "change-organization", { ...place, "failure-mail": "no", seats: "5" });
  await organization.settled();
  // A slow machine may have told once more before the command was through.
  const heard = organization.mails("alerts").length;
  await new Promise((resolve) => setTimeout(resolve, waits.again + waits.first));
  await afterOthersWereTold();
  expect(organization.mails("alerts")).toHaveLength(heard);
  for (const { subject } of organization.mails("alerts")) expect(subject).not.toContain("are over");
});
