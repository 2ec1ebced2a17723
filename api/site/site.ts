/**
 * What people see in a browser: the built pages, the page to read the API with, and words where there is no page.
 */
import { join } from "node:path";
import type Koa from "koa";
import type { ApiDeps } from "../deps.ts";
import type { ScimState } from "../scim/context.ts";
import { docs } from "./docs.ts";
import { failurePages } from "./failures.ts";
import { builtPages } from "./pages.ts";

const builtFolder = join(import.meta.dirname, "../console/dist");

/** All that follows is served as it says, except that whoever asks for a page is told of failures in a page. */
export function mountSite(
  app: Koa<ScimState>,
  deps: Pick<ApiDeps, "config" | "log">,
  folder: string = builtFolder,
): void {
  app.use(failurePages(deps)).use(docs(deps)).use(builtPages(deps, folder));
}
