/**
 * All routes of the organization API, resource by resource.
 */
import { accessRoutes } from "../../access/routes.ts";
import type { Route } from "../http/route.ts";
import { eventRoutes } from "./events.ts";
import { failureRoutes } from "./failures.ts";

export const routes: readonly Route[] = [...accessRoutes, ...eventRoutes, ...failureRoutes];
