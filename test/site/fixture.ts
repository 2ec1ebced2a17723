/**
 * A site of a few files in a folder of its own, beside a file that must never be served.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import Koa from "koa";
import type { ScimState } from "../../api/scim/context.ts";
import { mountSite } from "../../api/site/site.ts";
import { readConfig } from "../../shared/config.ts";
import { openLog } from "../../shared/log.ts";

export const secret = "must never be served";
export const script = "console.log(1);".repeat(50);

export type Fixture = {
  readonly url: string;
  /** Puts the built files in their place. */
  build(): Promise<void>;
  close(): Promise<void>;
};

/** @param isBuilt whether there is anything yet where the built pages lie */
export async function openFixture(isBuilt: boolean, publicUrl = "http://127.0.0.1:3000"): Promise<Fixture> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-site-"));
  const built = join(folder, "dist");
  await writeFile(join(folder, "secret.txt"), secret);
  const build = () => writeBuilt(built);
  if (isBuilt) await build();

  const config = readConfig({ PUBLIC_URL: publicUrl, LOG_LEVEL: "silent" });
  const app = new Koa<ScimState>();
  app.use((ctx, next) => {
    ctx.state.requestId = "the-request";
    return next();
  });
  mountSite(app, { config, log: openLog(config, "api") }, built);
  app.use(async (ctx) => {
    if (ctx.path === "/fails") throw new Error(secret);
    const [, status] = /^\/status\/(\d+)$/.exec(ctx.path) ?? [];
    if (status === undefined) return;
    ctx.set("Retry-After", "7");
    ctx.status = Number(status);
    ctx.body = { detail: "as a program is told it" };
  });
  app.silent = true;
  const server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The site does not listen.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    build,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

async function writeBuilt(folder: string): Promise<void> {
  for (const part of ["console", "door", "assets"]) await mkdir(join(folder, part), { recursive: true });
  await writeFile(join(folder, "console/index.html"), "<!doctype html><title>console</title>");
  await writeFile(join(folder, "door/index.html"), "<!doctype html><title>door</title>");
  await writeFile(join(folder, ".built-from"), secret);
  await writeFile(join(folder, "assets/app-1.js"), script);
  await writeFile(join(folder, "assets/app-1.js.br"), brotliCompressSync(script));
  await writeFile(join(folder, "assets/app-1.js.gz"), gzipSync(script));
  await writeFile(join(folder, "assets/kdf-1.wasm"), Buffer.from([0, 97, 115, 109]));
}
