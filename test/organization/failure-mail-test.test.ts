/**
 * B06: an admin tries whether e-mails about failures get through: at once, to each address, and once a minute at most.
 */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { changeFailureMail } from "../../api/organization/failures/failure-mail.ts";
import { testFailureMail } from "../../api/organization/failures/test-failure-mail.ts";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { formsOf } from "../support/alerting.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.mailbox.refuse(null));
afterAll(() => house.close());

const send = ({ id }: TestOrganization) => testFailureMail(house.deps, id);
const rows = ({ id }: TestOrganization) =>
  house.deps.store.emails.find({ organization: id, kind: "test" }).sort({ _id: 1 }).toArray();

/** Makes the last test older than a minute. */
function later({ id }: TestOrganization) {
  const { emails } = house.deps.store;
  return emails.updateMany({ organization: id, kind: "test" }, [
    { $set: { createdAt: { $subtract: ["$createdAt", 60_001] } } },
  ]);
}

test("B06 a test goes to each address where failures go, and says what it is", async () => {
  const organization = await openOrganization(house);
  expect(await send(organization)).toEqual([organization.address("owner")]);
  await eventually(() => expect(organization.mails("owner")).toHaveLength(1));
  const [mail] = organization.mails("owner");
  expect(mail?.subject).toContain("get through");
  for (const form of mail ? formsOf(mail) : []) {
    expect(form).toContain(`Organization ${organization.id}`);
    expect(form).not.toMatch(/\{\{|undefined/);
  }
  const told = await openOrganization(house);
  const addresses = ["one", "two", "three"].map(told.address);
  await changeFailureMail(house.deps, told.id, { addresses });
  expect(await send(told)).toEqual(addresses);
  for (const local of ["one", "two", "three"])
    await eventually(() => expect(told.mails(local)).toHaveLength(1));
  expect(told.mails("owner")).toEqual([]);
  expect(organization.mails("owner")).toHaveLength(1);
});

test("B06 one test a minute, also where many ask at the same moment", async () => {
  const organization = await openOrganization(house);
  const asked = await Promise.allSettled(Array.from({ length: 10 }, () => send(organization)));
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(send(organization)).rejects.toThrow("less than a minute ago");
  await eventually(() => expect(organization.mails("owner")).toHaveLength(1));
  expect(await send(await openOrganization(house))).toHaveLength(1);
});

test("B06 the next test takes the place of the one before it", async () => {
  const organization = await openOrganization(house);
  await send(organization);
  await organization.settled();
  // A test of another minute, as it is kept.
  const [row] = await rows(organization);
  if (!row) throw new Error("there is no row");
  const { emails } = house.deps.store;
  await emails.deleteOne({ _id: row._id });
  await emails.insertOne({ ...row, _id: `test.${organization.id}.10000000.1` });
  await later(organization);
  await send(organization);
  await eventually(() => expect(organization.mails("owner")).toHaveLength(2));
  expect(await rows(organization)).toHaveLength(1);
});

test("B06 where failures are e-mailed to nobody there is nothing to test", async () => {
  const organization = await openOrganization(house);
  await changeFailureMail(house.deps, organization.id, { enabled: false });
  await expect(send(organization)).rejects.toThrow("Turn that on");
  await changeFailureMail(house.deps, organization.id, { enabled: true });
  await changeOrganization(house.deps, organization.id, { enabled: false });
  await expect(send(organization)).rejects.toThrow("to nobody");
  expect(await rows(organization)).toEqual([]);
});

test("F06 an address that refuses for good is told at once, and is over once a test gets through", async () => {
  const organization = await openOrganization(house);
  house.mailbox.refuse((to) =>
    to === organization.address("owner") ? { code: 550, text: "not here" } : null,
  );
  await send(organization);
  await eventually(async () =>
    expect(await organization.failures("open")).toMatchObject([
      { kind: "alertMail", cause: expect.stringContaining("not here") },
    ]),
  );
  expect(await rows(organization)).toMatchObject([{ state: "failed", attempts: 1 }]);
  house.mailbox.refuse(null);
  await later(organization);
  await house.deps.store.emails.deleteMany({ organization: organization.id });
  await send(organization);
  await eventually(async () => expect(await organization.failures("open")).toEqual([]));
  expect(organization.mails("owner")).toHaveLength(1);
});

test("F06 an address that refuses for the moment is tried again", async () => {
  const organization = await openOrganization(house);
  let refused = 0;
  house.mailbox.refuse((to) => {
    if (to !== organization.address("owner")) return null;
    refused += 1;
    return refused < 3 ? { code: 450, text: "later" } : null;
  });
  await send(organization);
  await eventually(() => expect(organization.mails("owner")).toHaveLength(1));
  expect(await organization.failures()).toEqual([]);
});
