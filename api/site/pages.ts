/**
 * The built pages and their files. A path is a page, a file of the build, or nothing: an unknown file is never answered
 * with a page.
 */
import type { Context, Middleware } from "koa";
import type { ApiDeps } from "../deps.ts";
import { wantsPage } from "./failures.ts";
import { readFiles, type SiteFile, type SiteFiles } from "./files.ts";
import { builtPolicy, setSiteHeaders } from "./headers.ts";
import { answerPlain, plainPages, styleFile, stylePath } from "./plain-page.ts";
import { type keeping, sendFile } from "./send.ts";

type Page = { readonly path: RegExp; readonly file: string; readonly keep: keyof typeof keeping };

const pages: readonly Page[] = [
  { path: /^\/console(?:\/|$)/, file: "console/index.html", keep: "checked" },
  { path: /^\/sign-in\/?$/, file: "door/index.html", keep: "checked" },
  { path: /^\/sign-in\/link\//, file: "door/index.html", keep: "never" },
  { path: /^\/join\//, file: "door/index.html", keep: "never" },
];

/** @param folder what the build has made */
export function builtPages({ config }: Pick<ApiDeps, "config">, folder: string): Middleware {
  const built = openBuilt(folder);
  const headers = (ctx: Context) => setSiteHeaders(ctx, config.PUBLIC_URL, builtPolicy);
  return async (ctx, next) => {
    if (ctx.method !== "GET" && ctx.method !== "HEAD") return next();
    if (ctx.path === "/" && wantsPage(ctx)) {
      headers(ctx);
      ctx.redirect("/console");
      return;
    }
    const page = pages.find(({ path }) => path.test(ctx.path));
    if (page) {
      const file = (await built())?.get(page.file);
      if (!file) return answerPlain(ctx, config, plainPages.unbuilt);
      headers(ctx);
      return sendFile(ctx, file, page.keep);
    }
    if (ctx.path === stylePath) {
      headers(ctx);
      return sendFile(ctx, styleFile, "checked");
    }
    const asset = await assetOf(built, ctx.path);
    if (!asset) return next();
    headers(ctx);
    sendFile(ctx, asset, "forever");
  };
}

async function assetOf(built: () => Promise<SiteFiles | null>, path: string): Promise<SiteFile | undefined> {
  if (!path.startsWith("/assets/")) return undefined;
  return (await built())?.get(path.slice(1));
}

/** The files of the build, once there are any; null until then. */
function openBuilt(folder: string): () => Promise<SiteFiles | null> {
  let files: SiteFiles | null = null;
  return async () => {
    files ??= await readFiles(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    return files;
  };
}
