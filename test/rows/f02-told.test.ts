/**
 * F02: what failed for good is kept with its cause, told by e-mail to the organization's address, and can be tried
 * again or dismissed; it is over by itself once its cause is gone.
 */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { changeFailureMail } from "../../api/organization/failures/failure-mail.ts";
import { dismissFailure, listFailures } from "../../api/organization/failures/failures.ts";
import { retryFailed } from "../../api/organization/failures/retry.ts";
import { Refusal } from "../../api/organization/refusal.ts";
import { setSeats } from "../../api/organization/settings/organizations.ts";
import { formsOf, openAlertingHouse, openTold } from "../support/alerting.ts";
import { eventually } from "../support/eventually.ts";
import type { House } from "../support/house.ts";
import type { TestOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openAlertingHouse();
});
afterEach(() => house.mailbox.refuse(null));
afterAll(() => house.close());

const unknown = { code: 550, text: "5.1.1 no such mailbox" };

function reject({ address }: TestOrganization, ...locals: readonly string[]): void {
  const rejected = locals.map(address);
  house.mailbox.refuse((to) => (rejected.includes(to) ? unknown : null));
}

/** The digests and the e-mail that it is over, oldest first, once there are so many. */
function alerts(organization: TestOrganization, count: number) {
  return eventually(() => {
    const mails = organization.mails("alerts");
    expect(mails.length).toBeGreaterThanOrEqual(count);
    return mails;
  });
}

test("F02 the e-mail says who could not be invited, why, since when, and what to do, in text and in HTML", async () => {
  const organization = await openTold(house);
  reject(organization, "ada");
  const id = await organization.provision("ada", { displayName: "Ada Lovelace" });
  const [mail] = await alerts(organization, 1);
  const [failure] = await organization.failures("open");
  expect(failure).toMatchObject({ id: `mail:${id}`, kind: "mail", subject: id, count: 1 });
  expect(mail?.subject).toBe(`Rollcall: 1 person at Organization ${organization.id} could not be invited`);
  const day = failure?.openedAt.toLocaleString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  for (const form of mail ? formsOf(mail) : [])
    for (const part of [
      `Ada Lovelace (${organization.address("ada")})`,
      "no such mailbox",
      `${day} at `,
      failure?.todo ?? "?",
    ])
      expect(form).toContain(part);
  for (const form of [mail?.text, mail?.html])
    expect(form).toContain(`${house.environment["PUBLIC_URL"]}/console/failures`);
});

test("F02 the e-mail holds no key and no link into the organization", async () => {
  const organization = await openTold(house);
  reject(organization, "ada");
  await organization.provision("bob");
  await organization.provision("ada");
  const [mail] = await alerts(organization, 1);
  for (const form of mail ? [...formsOf(mail), String(mail.html)] : [])
    for (const secret of [organization.key, "/join/"]) expect(form).not.toContain(secret);
});

test("F02 each address gets an e-mail of its own, that names no other", async () => {
  const organization = await openTold(house);
  const { address, mails } = organization;
  await changeFailureMail(house.deps, organization.id, { addresses: [address("one"), address("two")] });
  reject(organization, "ada");
  await organization.provision("ada");
  await eventually(() => expect([mails("one").length, mails("two").length]).toEqual([1, 1]));
  for (const [mail] of [mails("one"), mails("two")]) expect([mail?.to].flat()).toHaveLength(1);
  expect(mails("one")[0]?.messageId).not.toBe(mails("two")[0]?.messageId);
});

test("F02 several kinds are told in one e-mail, the most urgent first", async () => {
  const organization = await openTold(house, {}, { seats: 2 });
  reject(organization, "ada");
  await organization.provision("ada");
  await organization.provision("bob");
  const [mail] = await alerts(organization, 1);
  expect(mail?.subject).toMatch(/1 person at .* could not be invited, and 1 more failure$/);
  for (const form of mail ? formsOf(mail) : []) {
    expect(form).toContain(`${organization.address("bob")} waits for a seat`);
    expect(form.indexOf("could not be invited")).toBeLessThan(form.indexOf("waits for a seat"));
  }
});

test("F02 what is over before the first e-mail is due is told to nobody", async () => {
  const organization = await openTold(house, {}, { seats: 1 });
  await organization.provision("ada");
  expect(await organization.failures("open")).toHaveLength(1);
  await setSeats(house.deps, organization.id, 5);
  await organization.settled();
  expect(await organization.failures("open")).toEqual([]);
  const other = await openTold(house, {}, { seats: 1 });
  await other.provision("ada");
  await alerts(other, 1);
  expect(organization.mails("alerts")).toEqual([]);
});

test("F02 one failure is tried again, and only that one", async () => {
  const organization = await openTold(house, { enabled: false });
  reject(organization, "ada", "bob");
  const ada = await organization.provision("ada");
  const bob = await organization.provision("bob");
  house.mailbox.refuse(null);
  expect(await retryFailed(house.deps, organization.id, `mail:${ada}`)).toMatchObject({ emails: 1 });
  await organization.settled();
  expect([organization.mails("ada").length, organization.mails("bob").length]).toEqual([1, 0]);
  await eventually(async () =>
    expect(await organization.failures("open")).toMatchObject([{ kind: "mail", subject: bob }]),
  );
  const [resolved] = await organization.failures("resolved");
  expect(resolved).toMatchObject({ subject: ada, resolvedAt: expect.any(Date) });
  await expect(retryFailed(house.deps, organization.id, `mail:${ada}`)).rejects.toBeInstanceOf(Refusal);
  expect(await retryFailed(house.deps, organization.id)).toMatchObject({ emails: 1 });
  await organization.settled();
  expect(organization.mails("bob")).toHaveLength(1);
});

test("F02 a failure that trying again does not help says what does", async () => {
  const organization = await openTold(house, { enabled: false }, { seats: 1 });
  const ada = await organization.provision("ada");
  await expect(retryFailed(house.deps, organization.id, `seat:${ada}`)).rejects.toThrow(/Buy seats/);
  await expect(retryFailed(house.deps, organization.id, "seat:nobody")).rejects.toThrow(
    /no failure seat:nobody/,
  );
  const other = await openTold(house, { enabled: false });
  await expect(retryFailed(house.deps, other.id, `seat:${ada}`)).rejects.toBeInstanceOf(Refusal);
});

test("F02 a dismissed failure is told to nobody, opens again when it happens anew, and ends with its cause", async () => {
  const organization = await openTold(house);
  reject(organization, "ada");
  const id = await organization.provision("ada");
  await dismissFailure(house.deps, organization.id, `mail:${id}`);
  await expect(dismissFailure(house.deps, organization.id, `mail:${id}`)).rejects.toBeInstanceOf(Refusal);
  expect(await organization.failures("dismissed")).toMatchObject([{ subject: id }]);
  const other = await openTold(house, {}, { seats: 1 });
  await other.provision("ada");
  await alerts(other, 1);
  expect(organization.mails("alerts")).toEqual([]);
  await retryFailed(house.deps, organization.id, `mail:${id}`);
  await organization.settled();
  expect(await organization.failures("open")).toMatchObject([{ subject: id, count: 2 }]);
  await alerts(organization, 1);
  await dismissFailure(house.deps, organization.id, `mail:${id}`);
  house.mailbox.refuse(null);
  await retryFailed(house.deps, organization.id, `mail:${id}`);
  await eventually(async () =>
    expect(await organization.failures("resolved")).toMatchObject([{ subject: id }]),
  );
});

test("F02 an invitation that counts no more is nobody's trouble any more", async () => {
  const organization = await openTold(house, { enabled: false });
  reject(organization, "ada", "bob");
  const ada = await organization.provision("ada");
  const bob = await organization.provision("bob");
  await organization.setActive(ada, "False");
  await organization.remove(bob);
  expect(await organization.failures("open")).toEqual([]);
  expect(await organization.failures("resolved")).toHaveLength(2);
});

test("F02 failures are listed a page at a time, those that happened last first, and each once", async () => {
  const { directory, address, ...organization } = await openTold(house, { enabled: false }, { seats: 1 });
  for (let index = 0; index < 7; index += 1)
    await directory.send("POST", "/Users", entraUser(address(`user-${index}`)));
  await organization.settled();
  const seen: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await listFailures(house.deps, organization.id, undefined, {
      limit: 3,
      ...(after !== undefined && { after }),
    });
    seen.push(...page.map(({ id }) => id));
    after = page.at(-1)?.id;
    if (page.length < 3) break;
  }
  expect(seen).toEqual((await organization.failures()).map(({ id }) => id));
  expect(new Set(seen).size).toBe(7);
});
