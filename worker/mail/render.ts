/**
 * E-mails as text and as HTML. The HTML is made by MJML once; then Handlebars fills in the values, escaped.
 */
import { readFileSync } from "node:fs";
import Handlebars from "handlebars";
import { compileMjml } from "./compile.ts";

export type Rendered = { readonly subject: string; readonly text: string; readonly html: string };

export type InvitationValues = {
  readonly organization: string;
  /** Whom the invitee can ask. */
  readonly contact: string;
  readonly name: string | undefined;
  readonly link: string;
  readonly expiresAt: Date;
};

const templates = {
  invitation: {
    subject: Handlebars.compile("Join {{{organization}}}", { noEscape: true }),
    text: Handlebars.compile(read("invitation.txt"), { noEscape: true }),
    html: Handlebars.compile(await compileMjml(new URL("invitation.mjml", import.meta.url))),
  },
};

/** Renders the invitation. */
export function renderInvitation(values: InvitationValues): Rendered {
  const { subject, text, html } = templates.invitation;
  const filled = {
    organization: oneLine(values.organization),
    contact: oneLine(values.contact),
    name: values.name === undefined ? undefined : oneLine(values.name),
    link: values.link,
    expires: dateFormat.format(values.expiresAt),
  };
  return { subject: subject(filled), text: text(filled), html: html(filled) };
}

const dateFormat = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "full",
  timeStyle: "short",
  timeZone: "UTC",
});

/** A value has no lines of its own: nobody writes more into the e-mail than a name. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}
