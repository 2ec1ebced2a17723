/**
 * The mailbox's pages as HTML.
 * Everything from a mail passes through Handlebars, which escapes it; its own HTML is never part of a page.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import type { Mail, MailSummary } from "./mails.ts";

/** The style sheet of all pages. */
export const style = read("style.css");

const pages = Handlebars.create();
const frame = pages.compile<{ title: string; search: string; content: string }>(read("frame.hbs"));
const list = pages.compile<Omit<ListPage, "mails"> & { rows: Row[] }>(read("list.hbs"));
const mailPage = pages.compile<Row & { mail: Mail; tabs: Tab[]; html: boolean; text: string | null }>(
  read("mail.hbs"),
);

type Row = { id: number; to: string; from: string; subject: string; time: string; exactly: string };
type Tab = { name: string; view: View; current: boolean };
type View = "html" | "text" | "source";

/** One page of the list. */
export type ListPage = {
  readonly search: string;
  readonly total: number;
  readonly mails: readonly MailSummary[];
  /** Numbers of the pages beside this one; null where there is none. */
  readonly newer: number | null;
  readonly older: number | null;
};

/** The list of mails, newest first. */
export function renderList({ mails, ...page }: ListPage): string {
  const content = list({ ...page, rows: mails.map(rowOf) });
  return frame({ title: "Mailbox", search: page.search, content });
}

/** One mail in one of its three forms. */
export function renderMail(mail: Mail, view: View): string {
  const tabs: Tab[] = [
    { name: "Text", view: "text", current: view === "text" },
    { name: "Source", view: "source", current: view === "source" },
  ];
  if (mail.html !== null) tabs.unshift({ name: "Mail", view: "html", current: view === "html" });
  const text = { html: null, text: mail.text, source: mail.source }[view];
  const content = mailPage({ ...rowOf(mail), mail, tabs, html: view === "html", text });
  return frame({ title: mail.subject, search: "", content });
}

/** The page for what is not there. */
export function renderMissing(): string {
  return frame({ title: "Not here", search: "", content: '<p class="nothing">There is no such mail.</p>' });
}

function rowOf({ id, to, from, subject, receivedAt }: MailSummary): Row {
  const exactly = receivedAt.toISOString();
  return {
    id,
    to: to.join(", "),
    from,
    subject: subject || "(no subject)",
    time: shortTime(receivedAt),
    exactly,
  };
}

/** The time of day for today's mails, the day as well for older ones. */
function shortTime(at: Date): string {
  const time = at.toTimeString().slice(0, 8);
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? time : `${at.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} ${time}`;
}

function read(file: string): string {
  return readFileSync(join(import.meta.dirname, "pages", file), "utf8");
}
