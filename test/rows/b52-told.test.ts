/**
 * B52: owners and admins are told by e-mail who waits for confirmation, in one e-mail when many do. In this house an hour
 * is a second and a half.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { changeRole, requireMember } from "../../api/organization/members/members.ts";
import { formsOf } from "../support/alerting.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { accept, confirm, provisionAs } from "../support/joining.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";

const firstMs = 400;
const againMs = 1_500;

let house: House;
beforeAll(async () => {
  house = await openHouse({
    environment: {
      ALERT_EVERY_MS: "50",
      CONFIRMATIONS_FIRST_MS: String(firstMs),
      CONFIRMATIONS_AGAIN_MS: String(againMs),
    },
  });
});
afterAll(() => house.close());

const rows = ({ id }: TestOrganization) =>
  house.deps.store.emails.find({ organization: id, kind: "confirmations" }).sort({ createdAt: 1 }).toArray();

const told = (organization: TestOrganization, local = "owner") =>
  organization.mails(local).filter(({ subject }) => subject?.includes("for confirmation"));

function toldTimes(organization: TestOrganization, count: number, local = "owner") {
  return eventually(() => {
    expect(told(organization, local)).toHaveLength(count);
    return told(organization, local);
  });
}

test("B52 many who accept are one e-mail, to owners and admins alone, with names and the way to the list", async () => {
  const organization = await openOrganization(house);
  const boss = await provisionAs(house, organization, "boss", "confirmed");
  await changeRole(house.deps, await requireMember(house.deps, organization.id, boss), "admin", admin);
  await provisionAs(house, organization, "plain", "confirmed");
  const people = Array.from({ length: 22 }, (_, index) => `p${String(index).padStart(2, "0")}`);
  await Promise.all(people.map((local) => organization.provision(local)));
  for (const local of people) await accept(house, organization, local);
  for (const local of ["owner", "boss"]) {
    const [mail] = await eventually(() => {
      const mails = told(organization, local);
      expect(mails.at(-1)?.subject).toMatch(/^Rollcall: 22 people at .* wait for confirmation$/);
      return mails.slice(-1);
    });
    if (!mail) throw new Error("nobody was told");
    for (const form of formsOf(mail)) {
      expect(form).toContain("And 2 more people");
      expect(form).toContain(organization.address("p00"));
      expect(form).not.toContain(organization.address("p21"));
    }
    const link = `${house.environment["PUBLIC_URL"]}/console/members?status=accepted`;
    expect(mail.text).toContain(link);
    expect(String(mail.html).replaceAll("&#x3D;", "=")).toContain(`href="${link}"`);
  }
  expect(told(organization, "plain")).toEqual([]);
  expect(told(organization).length).toBeLessThanOrEqual(2);
});

test("B52 who accepts later is told at most once an hour, and all of them who still wait", async () => {
  const organization = await openOrganization(house);
  const ids = [];
  for (const local of ["ada", "bob", "eve"]) ids.push(await organization.provision(local));
  const [ada = ""] = ids;
  await accept(house, organization, "ada");
  const [first] = await toldTimes(organization, 1);
  expect(first?.subject).toMatch(/1 person at .* waits for confirmation/);
  await accept(house, organization, "bob");
  await accept(house, organization, "eve");
  await confirm(house, organization, ada);
  const [, second] = await toldTimes(organization, 2);
  expect(second?.subject).toMatch(/2 people/);
  expect(second?.text).not.toContain(organization.address("ada"));
  const [one, other] = await rows(organization);
  expect(Number(other?.createdAt) - Number(one?.createdAt)).toBeGreaterThanOrEqual(againMs);
});

test("B52 nobody is told where nobody waits any more when it is sent, or nobody new has accepted", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  house.mailbox.turnAway({ code: 421, text: "try later" });
  await accept(house, organization, "ada");
  const turnedAway = house.mailbox.turnedAway.length;
  await eventually(async () => expect(await rows(organization)).toHaveLength(1));
  // It was tried, and is read anew for the next try.
  await eventually(() => expect(house.mailbox.turnedAway.length).toBeGreaterThan(turnedAway));
  await confirm(house, organization, id);
  house.mailbox.turnAway(null);
  await eventually(async () =>
    expect((await rows(organization)).map(({ state }) => state)).toEqual(["superseded"]),
  );
  expect(told(organization)).toEqual([]);
  await organization.afterwards();
  expect(await rows(organization)).toHaveLength(1);
});

test("B52 two workers tell once", async () => {
  const { worker } = house;
  await house.startWorker();
  const second = house.worker;
  try {
    const organizations = await Promise.all(Array.from({ length: 5 }, () => openOrganization(house)));
    for (const organization of organizations) await organization.provision("ada");
    for (const organization of organizations) await accept(house, organization, "ada");
    for (const organization of organizations) await toldTimes(organization, 1);
    for (const organization of organizations) {
      await organization.settled();
      expect(await rows(organization)).toHaveLength(1);
      expect(told(organization)).toHaveLength(1);
    }
  } finally {
    await second.stop();
    house.worker = worker;
  }
});
