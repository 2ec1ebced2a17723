/**
 * A page to read the OpenAPI document with. It shows and sends nothing: what it describes is tried with a token, not with
 * the session of whoever reads.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Middleware } from "koa";
import swaggerFolder from "swagger-ui-dist/absolute-path.js";
import type { ApiDeps } from "../deps.ts";
import { type SiteFile, type SiteFiles, siteFile } from "./files.ts";
import { docsPolicy, setSiteHeaders } from "./headers.ts";
import { sendFile } from "./send.ts";

const place = /^\/api\/docs(?:\/([a-z.-]*))?$/;

const ours = join(import.meta.dirname, "docs");
const folders = {
  "index.html": ours,
  "page.css": ours,
  "start.js": ours,
  "swagger-ui-bundle.js": swaggerFolder(),
  "swagger-ui.css": swaggerFolder(),
};

export function docs({ config }: Pick<ApiDeps, "config">): Middleware {
  let files: Promise<SiteFiles> | undefined;
  return async (ctx, next) => {
    const [path, name] = place.exec(ctx.path) ?? [];
    if (path === undefined || (ctx.method !== "GET" && ctx.method !== "HEAD")) return next();
    files ??= readDocs();
    const file = (await files).get(name || "index.html");
    if (!file) return next();
    setSiteHeaders(ctx, config.PUBLIC_URL, docsPolicy);
    sendFile(ctx, file, "checked");
  };
}

async function readDocs(): Promise<SiteFiles> {
  const read = Object.entries(folders).map(
    async ([name, folder]) => [name, await readDoc(name, folder)] as const,
  );
  return new Map(await Promise.all(read));
}

/** Compressed at the first request, once: the package brings its files as they are. */
async function readDoc(name: string, folder: string): Promise<SiteFile> {
  const bytes = await readFile(join(folder, name));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };
  const [br, zipped] = await Promise.all([
    promisify(brotliCompress)(bytes, { params }),
    promisify(gzip)(bytes),
  ]);
  return siteFile(name, bytes, br, zipped);
}
