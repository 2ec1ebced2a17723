import type { ApiContext } from "../organization/http/route.ts";

export function requireSameOrigin(_ctx: ApiContext): void {}
