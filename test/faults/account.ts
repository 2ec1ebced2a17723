/**
 * The reckoning after a fault, read straight from the database and the mailbox: what was acknowledged is in force,
 * and nothing was done twice.
 */
import { expect } from "vitest";
import type { House } from "../support/house.ts";
import type { TestOrganization } from "../support/organization.ts";
import type { Model } from "./sync.ts";

export async function expectInForce(
  { deps, mailbox }: House,
  organization: TestOrganization,
  model: Model,
): Promise<void> {
  const of = { organization: organization.id };
  const members = await deps.store.members.find({ ...of, origin: "directory" }).toArray();
  expect(members.length, "members").toBe(model.size);
  const wrong = members.filter(({ _id, standing }) => (standing.status === "invited") !== model.get(_id));
  expect(
    wrong.map(({ _id, standing }) => `${_id} ${standing.status}`),
    "members in a wrong state",
  ).toEqual([]);

  const invited = members.filter(({ standing }) => standing.status === "invited").length;
  expect(await organization.seats(), "seats: the invited, and the owner").toMatchObject({
    used: invited + 1,
  });

  const events = await organization.events();
  expect(
    events.map(({ number }) => number),
    "the numbers of the feed",
  ).toEqual(events.map((_, index) => index + 1));
  for (const kind of ["member.created", "member.invited", "member.revoked"] as const) {
    const told = events.filter((event) => event.kind === kind).map(({ member }) => member);
    expect(told.length, `${kind} told twice`).toBe(new Set(told).size);
  }
  const created = new Set(events.filter(({ kind }) => kind === "member.created").map(({ member }) => member));
  expect(members.filter(({ _id }) => !created.has(_id)).length, "members whose arrival was not told").toBe(0);

  const rows = await deps.store.emails.find(of).toArray();
  expect(rows.filter(({ number }) => number !== 1).length, "people invited a second time").toBe(0);
  const sent = rows.filter(({ state }) => state === "sent").map(({ _id }) => _id);
  const arrived = mailbox.mails.map(({ messageId }) => messageId?.slice(1).split("@")[0]);
  expect(
    sent.filter((id) => !arrived.includes(id)),
    "e-mails said to be sent that did not arrive",
  ).toEqual([]);
  for (const { _id } of rows) {
    const texts = new Set(
      mailbox.mails.filter(({ messageId }) => messageId?.startsWith(`<${_id}@`)).map(({ text }) => text),
    );
    expect(texts.size, `an e-mail sent again, ${_id}, is the same e-mail`).toBeLessThanOrEqual(1);
  }
}
