import type { ParsedMail } from "mailparser";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { type House, openHouse } from "../support/house.ts";
import { tokenIn } from "../support/joining.ts";
import { openOrganization } from "../support/organization.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ environment: { MAIL_FROM: "Rollcall <rollcall@example.org>" } });
});
afterAll(() => house.close());

/** What a person reads of an HTML part. */
function readable(html: string): string {
  const body = html.replace(/<(style|head|title)[\s\S]*?<\/\1>/g, " ");
  return body.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

/** Both parts of an e-mail. */
function partsOf(mail: ParsedMail | undefined): { text: string; html: string } {
  const { text = "", html = "" } = mail ?? {};
  return { text, html: html === false ? "" : html };
}

test("B10 the e-mail says in text and in HTML who invites, whom to ask, until when, and where", async () => {
  const organization = await openOrganization(house);
  await changeOrganization(house.deps, organization.id, { settings: { contact: "help@desk.example" } });
  const id = await organization.provision("ada");
  const [mail] = organization.mails("ada");
  const { text, html } = partsOf(mail);
  const expiresAt = (await organization.member(id)).invitation?.expiresAt ?? new Date(0);
  const month = expiresAt.toLocaleString("en", { month: "long", timeZone: "UTC" });
  const date = `${expiresAt.getUTCDate()} ${month} ${expiresAt.getUTCFullYear()}`;
  const link = `${house.environment["PUBLIC_URL"]}/join/${organization.id}/${tokenIn(mail)}`;
  for (const part of [text.replace(/\s+/g, " "), readable(html)]) {
    expect(part).toContain(`Organization ${organization.id}`);
    expect(part).toContain("help@desk.example");
    expect(part).toContain(date);
    expect(part).toContain(link);
    expect(part).toContain("Given");
  }
  expect(html).toContain(`href="${link}"`);
  expect(mail?.subject).toContain(`Organization ${organization.id}`);
});

test("B10 the e-mail goes to the invitee alone, from the installation's address, with an id of its own", async () => {
  const organization = await openOrganization(house);
  await organization.provision("ada");
  await organization.provision("bob");
  const [[ada], [bob]] = [organization.mails("ada"), organization.mails("bob")];
  expect(ada?.to).toMatchObject({ value: [{ address: organization.address("ada") }] });
  expect([ada?.cc, ada?.bcc]).toEqual([undefined, undefined]);
  expect(ada?.from?.value).toEqual([{ address: "rollcall@example.org", name: "Rollcall" }]);
  expect(ada?.messageId).toBeTruthy();
  expect(ada?.messageId).not.toBe(bob?.messageId);
  expect(tokenIn(ada)).not.toBe(tokenIn(bob));
});

test("B10 what an organization or a directory calls itself is text in the e-mail, never markup", async () => {
  const organization = await openOrganization(house);
  const name = '<img src=x onerror="alert(1)"> & Söhne';
  await house.deps.store.organizations.updateOne({ _id: organization.id }, { $set: { name } });
  await organization.provision("ada", { name: { givenName: "<b>Ada</b>" } });
  const [mail] = organization.mails("ada");
  const { text, html } = partsOf(mail);
  expect(text).toContain(name);
  expect(text).toContain("<b>Ada</b>");
  expect(mail?.subject).toContain(name);
  expect(html).not.toContain("<img src=x");
  expect(html).not.toContain("<b>Ada");
  expect(html).toContain("&lt;img src");
});

test("B10 a name of several lines adds no head to the e-mail", async () => {
  const name = "Lines\r\nBcc: eve@lines.example";
  const organization = await openOrganization(house);
  await house.deps.store.organizations.updateOne({ _id: organization.id }, { $set: { name } });
  await organization.provision("ada", { name: { givenName: "A\r\nBcc: eve@lines.example" } });
  expect(organization.mails("ada")).toHaveLength(1);
  expect(organization.mails("ada")[0]?.headers.has("bcc")).toBe(false);
  expect(house.mailbox.to("eve@lines.example")).toHaveLength(0);
});

test("B10 an invitee without a name is greeted without one", async () => {
  const organization = await openOrganization(house);
  await organization.provision("ada", { name: undefined, displayName: undefined });
  const { text } = partsOf(organization.mails("ada")[0]);
  expect(text).toContain("Hello,");
  expect(text).not.toContain("undefined");
});

test("B10 the e-mail loads nothing from anywhere: nobody learns from it who was invited and when it was read", async () => {
  const organization = await openOrganization(house);
  await organization.provision("ada");
  const { html } = partsOf(organization.mails("ada")[0]);
  const loaded = [...html.matchAll(/(?:src|<link[^>]*href)="([^"]+)"|url\(["']?([^)"']+)/g)];
  expect(loaded.map(([, source, url]) => source ?? url)).toEqual([]);
});
