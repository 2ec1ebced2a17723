/**
 * The mailbox process: SMTP on one port, a web page on another, both on the loopback interface only.
 * It keeps the newest 5,000 mails of its folder.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { z } from "zod";
import { loopback } from "../services/ports.ts";
import { createMailboxApp } from "./app.ts";
import { openMails } from "./mails.ts";
import { openSmtp } from "./smtp.ts";

const MAILS_MAX = 5_000;

const log = pino({ name: "mailbox" });
const options = z.object({
  "smtp-port": z.coerce.number().int(),
  "web-port": z.coerce.number().int(),
  folder: z.string(),
});
const { values } = parseArgs({
  options: {
    "smtp-port": { type: "string" },
    "web-port": { type: "string" },
    folder: { type: "string" },
  },
});
const { "smtp-port": smtpPort, "web-port": webPort, folder } = options.parse(values);

const mails = await openMails(folder, MAILS_MAX);
const smtp = await openSmtp(mails, loopback, smtpPort);
const app = createMailboxApp(mails);
app.on("error", (failure: unknown) => log.error({ err: failure }, "a page failed"));
const web = createServer(app.callback()).listen(webPort, loopback);
await once(web, "listening");
log.info({ mails: mails.summaries.length }, "ready");

process.once("SIGTERM", () => {
  smtp.close();
  web.close();
  web.closeAllConnections();
});
