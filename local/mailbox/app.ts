/**
 * The mailbox for a browser, and for scripts as JSON.
 * No mail can act: its HTML stands in a sandboxed frame under a policy that lets nothing run and nothing load.
 */
import Router from "@koa/router";
import Koa, { type Context } from "koa";
import { z } from "zod";
import { listMails, type Mail, type MailSummary, type Mails, readMail } from "./mails.ts";
import { renderList, renderMail, renderMissing, style } from "./pages.ts";

const PAGE_SIZE = 100;
const pagePolicy =
  "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const mailPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'";

const listQuery = z.object({
  to: z.string().catch(""),
  page: z.coerce.number().int().min(1).catch(1),
});
const view = z.enum(["html", "text", "source"]);

/** The pages and the JSON over a folder of mails. */
export function createMailboxApp(mails: Mails): Koa {
  const router = new Router();
  router.get("/", (context) => {
    const { to, page } = listQuery.parse({ ...context.query });
    const found = listMails(mails, to);
    const shown = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
    const older = page * PAGE_SIZE < found.length ? page + 1 : null;
    context.body = renderList({
      search: to,
      total: found.length,
      mails: shown,
      newer: page - 1 || null,
      older,
    });
  });
  router.get("/style.css", (context) => {
    context.type = "text/css";
    context.body = style;
  });
  router.get("/messages.json", (context) => {
    const { to } = listQuery.parse({ ...context.query });
    context.body = { messages: listMails(mails, to).map(summaryJson) };
  });
  router.get("/messages/:id.json", (context) =>
    withMail(mails, context, (mail) => {
      context.body = { ...summaryJson(mail), text: mail.text, html: mail.html, source: mail.source };
    }),
  );
  router.get("/messages/:id/html", (context) =>
    withMail(mails, context, (mail) => {
      context.set("content-security-policy", mailPolicy);
      // Links open beside the mailbox, since they cannot open inside the frame.
      context.body = `<!doctype html><base target="_blank">${mail.html ?? ""}`;
    }),
  );
  router.get("/messages/:id/source", (context) =>
    withMail(mails, context, (mail) => {
      context.type = "text/plain";
      context.body = mail.source;
    }),
  );
  router.get("/messages/:id", (context) =>
    withMail(mails, context, (mail) => {
      const fallback = mail.html === null ? "text" : "html";
      context.body = renderMail(mail, view.catch(fallback).parse(context.query["view"]));
    }),
  );
  const app = new Koa();
  app.use(guard);
  app.use(router.routes());
  return app;
}

/** Refuses hosts that only pretend to be this machine (DNS rebinding), and sets what every answer carries. */
async function guard(context: Context, next: () => Promise<void>): Promise<void> {
  if (!["127.0.0.1", "localhost", "[::1]"].includes(context.hostname)) {
    context.status = 403;
    context.body = "The mailbox is reached as 127.0.0.1 or localhost.";
    return;
  }
  context.type = "text/html";
  context.set({
    "content-security-policy": pagePolicy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  await next();
  if (context.status === 404 && !context.body) {
    context.status = 404;
    context.type = "text/html";
    context.body = renderMissing();
  }
}

async function withMail(
  mails: Mails,
  context: Context & { params: Record<string, string> },
  answer: (mail: Mail) => void,
): Promise<void> {
  const mail = await readMail(mails, Number(context.params["id"]));
  if (mail !== null) answer(mail);
}

function summaryJson({ id, from, to, subject, receivedAt, messageId }: MailSummary) {
  return { id, from, to, subject, receivedAt: receivedAt.toISOString(), messageId };
}
