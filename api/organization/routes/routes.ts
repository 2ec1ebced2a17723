/**
 * All routes of the organization API, resource by resource.
 */
import { accessRoutes } from "../../access/routes.ts";
import type { Route } from "../http/route.ts";
import { directoryRoutes } from "./directory.ts";
import { eventRoutes } from "./events.ts";
import { failureRoutes } from "./failures.ts";
import { groupRoutes } from "./groups.ts";
import { invitationRoutes } from "./invitations.ts";
import { keyRoutes } from "./keys.ts";
import { memberRoutes } from "./members.ts";
import { overviewRoutes } from "./overview.ts";

export const routes: readonly Route[] = [
  ...accessRoutes,
  ...overviewRoutes,
  ...directoryRoutes,
  ...memberRoutes,
  ...groupRoutes,
  ...keyRoutes,
  ...eventRoutes,
  ...failureRoutes,
  ...invitationRoutes,
];
