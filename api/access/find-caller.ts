import type { ApiDeps } from "../deps.ts";
import type { ApiContext } from "../organization/http/route.ts";
import type { Caller } from "./caller.ts";

export async function findCaller(_deps: ApiDeps, _ctx: ApiContext): Promise<Caller | null> {
  return null;
}
