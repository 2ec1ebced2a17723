/**
 * The pages that the server writes itself, for when there is no other: what is the matter, and what to do. They hold no
 * script, and nothing of the request but the id under which it was noted.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "koa";
import type { Config } from "../../shared/config.ts";
import { siteFile } from "./files.ts";
import { plainPolicy, setSiteHeaders } from "./headers.ts";

export type PlainPage = {
  readonly status: number;
  readonly title: string;
  /** A paragraph each, as HTML. */
  readonly text: readonly string[];
};

export const plainPages = {
  notFound: {
    status: 404,
    title: "There is no such page",
    text: [
      "If a link in an e-mail led you here, copy the whole link into the address bar: some mail programs cut it off.",
      'Otherwise, go to <a href="/console">the console</a>.',
    ],
  },
  tooMany: {
    status: 429,
    title: "That was too often",
    text: ["Wait a minute, then try again."],
  },
  unavailable: {
    status: 503,
    title: "The service cannot answer at the moment",
    text: ["Nothing is lost. Wait a moment, then load this page again."],
  },
  failed: {
    status: 500,
    title: "Something went wrong here",
    text: [
      "Nothing you did is at fault. Try again; if it stays like this, tell your administrator the number below.",
    ],
  },
  unbuilt: {
    status: 503,
    title: "The pages have not been built",
    text: [
      "Rollcall runs, and directories can sync with it, but the files of its pages are missing on the server.",
      "If you operate it: run <code>npm run console</code> in its folder, or build its image again with the " +
        "Dockerfile. Then load this page again; a restart is not needed.",
    ],
  },
} as const satisfies Record<string, PlainPage>;

/** What is said of a status for which there are no better words. */
export function plainPageOf(status: number): PlainPage {
  const known = Object.values(plainPages).find((page) => page.status === status);
  if (known) return known;
  if (status >= 500) return { ...plainPages.failed, status };
  return {
    status,
    title: "This cannot be answered",
    text: ['What the address asks for cannot be done. Go back, or to <a href="/console">the console</a>.'],
  };
}

/** The path at which `styleFile` must be found. */
export const stylePath = "/plain.css";
export const styleFile = siteFile(
  "plain.css",
  readFileSync(join(import.meta.dirname, "plain.css")),
  null,
  null,
);

/** Answers with a page. Whatever was to be answered before is taken back, its headers for the client stay. */
export function answerPlain(ctx: Context, { PUBLIC_URL }: Pick<Config, "PUBLIC_URL">, page: PlainPage): void {
  setSiteHeaders(ctx, PUBLIC_URL, plainPolicy);
  ctx.set("Cache-Control", "no-store");
  ctx.status = page.status;
  ctx.body = render(page, ctx.state["requestId"]);
  ctx.type = "html";
}

function render({ status, title, text }: PlainPage, requestId: unknown): string {
  const paragraphs = text.map((paragraph) => `      <p>${paragraph}</p>`);
  const note =
    status >= 500 ? `\n      <p class="note">Number of this request: ${String(requestId)}</p>` : "";
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} - Rollcall</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${stylePath}">
  </head>
  <body>
    <main>
      <p class="status">${status}</p>
      <h1>${title}</h1>
${paragraphs.join("\n")}${note}
    </main>
  </body>
</html>
`;
}
