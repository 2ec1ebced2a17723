/**
 * The routes of the organization itself: its settings, how it stands, what happens in it.
 */
import { z } from "zod";
import { mayEnter } from "../../../shared/standing.ts";
import { testFailureMail } from "../failures/test-failure-mail.ts";
import { openLiveStream } from "../feed/live/stream.ts";
import { route } from "../http/route.ts";
import { readActivity } from "../overview/activity.ts";
import { readOverview } from "../overview/overview.ts";
import { activity, organizationView, overview, settingsChange } from "../schema/organization.ts";
import { changeSettings, presentOrganization } from "../settings/settings.ts";

export const overviewRoutes = [
  route("member", {
    method: "GET",
    path: "",
    summary: "The organization and its settings",
    tokens: true,
    answer: organizationView,
    run: async ({ deps, organization }) => presentOrganization(deps, organization),
  }),
  route("admin", {
    method: "PATCH",
    path: "/settings",
    summary: "Change settings",
    description: "Those that are not named stay as they are.",
    body: settingsChange,
    answer: organizationView,
    run: ({ deps, organization, body }) => changeSettings(deps, organization._id, body),
    tells: ({ body }) =>
      Object.keys(body).length > 0 ? { kind: "settings.updated", detail: Object.keys(body) } : null,
  }),
  route("admin", {
    method: "GET",
    path: "/overview",
    summary: "How the organization stands",
    answer: overview,
    run: ({ deps, organization }) => readOverview(deps, organization),
  }),
  route("admin", {
    method: "GET",
    path: "/activity",
    summary: "What happened in the last day, slice by slice",
    answer: activity,
    run: ({ deps, organization }) => readActivity(deps, organization._id),
  }),
  route("admin", {
    method: "GET",
    path: "/live",
    summary: "What changes, as it changes",
    description:
      "Server-sent events named `change`: one at once, and one whenever something changed, at most twice a second. The stream ends after a while; whoever wants more comes back.",
    tokens: false,
    streams: "text/event-stream",
    waits: true,
    run: async ({ deps, ctx, organization, member }) => {
      const mayStay = async () => {
        const found = await deps.readMember(organization._id, member()._id);
        return found !== null && mayEnter(found) && found.standing.role !== "member";
      };
      ctx.body = openLiveStream(deps, organization._id, { mayStay });
      ctx.set({
        "Content-Type": "text/event-stream; charset=utf-8",
        // No proxy may keep a part of it back, nor pack it.
        "Cache-Control": "no-store, no-transform",
        "X-Accel-Buffering": "no",
        // What comes after a stream comes on another connection, so that none is held open when the process stops.
        Connection: "close",
      });
    },
  }),
  route("admin", {
    method: "POST",
    path: "/failure-mail/test",
    summary: "Send a test e-mail to the addresses where failures go",
    tokens: false,
    status: 202,
    answer: z.object({ addresses: z.array(z.string()) }),
    run: async ({ deps, organization }) => ({ addresses: await testFailureMail(deps, organization._id) }),
  }),
];
