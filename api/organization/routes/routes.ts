/**
 * All routes of the organization API, resource by resource.
 */
import type { Route } from "../http/route.ts";
import { eventRoutes } from "./events.ts";
import { failureRoutes } from "./failures.ts";

export const routes: readonly Route[] = [...eventRoutes, ...failureRoutes];
