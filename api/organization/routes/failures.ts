/**
 * Routes: what failed or waits, and what an admin does about it.
 */
import { invariant } from "../../../shared/invariant.ts";
import { dismissFailure, listFailures } from "../failures/failures.ts";
import { presentFailures } from "../failures/present.ts";
import { retryFailed } from "../failures/retry.ts";
import { pageFrom } from "../http/page-from.ts";
import { route } from "../http/route.ts";
import { approveRemovals, listHeldRemovals, undoRemovals } from "../members/held-removals.ts";
import { page } from "../schema/common.ts";
import {
  decided,
  failurePage,
  failureQuery,
  failureView,
  heldRemovalPage,
  removalDecision,
  retried,
} from "../schema/failure.ts";

export const failureRoutes = [
  route("admin", {
    method: "GET",
    path: "/failures",
    summary: "What failed or waits, those that happened last first",
    query: failureQuery,
    answer: failurePage,
    run: async ({ deps, organization, query: { state, ...asked } }) => {
      const found = await listFailures(deps, organization._id, state, { ...asked, limit: asked.limit + 1 });
      const { items, next } = pageFrom(found, asked.limit);
      return { items: await presentFailures(deps, organization, items), next };
    },
  }),
  route("admin", {
    method: "POST",
    path: "/failures/retry",
    summary: "Tries again all that has failed for good",
    answer: retried,
    run: ({ deps, organization }) => retryFailed(deps, organization._id),
    tells: () => ({ kind: "failures.retried" }),
  }),
  route("admin", {
    method: "POST",
    path: "/failures/:failure/retry",
    summary: "Tries one again",
    answer: retried,
    run: ({ deps, organization, params }) => retryFailed(deps, organization._id, params["failure"]),
    tells: () => ({ kind: "failures.retried", detail: ["one"] }),
  }),
  route("admin", {
    method: "POST",
    path: "/failures/:failure/dismiss",
    summary: "Says that somebody knows of it: no e-mail tells of it any more, unless it happens anew",
    answer: failureView,
    run: async ({ deps, organization, params }) => {
      const dismissed = await dismissFailure(deps, organization._id, params["failure"] ?? "");
      const [presented] = await presentFailures(deps, organization, [dismissed]);
      invariant(presented, "one failure is presented as one");
      return presented;
    },
    tells: (_, { kind }) => ({ kind: "failure.dismissed", detail: [kind] }),
  }),
  route("admin", {
    method: "GET",
    path: "/held-removals",
    summary: "Members whose removal is held for review",
    query: page,
    answer: heldRemovalPage,
    run: async ({ deps, organization, query }) => {
      const found = await listHeldRemovals(deps, organization._id, { ...query, limit: query.limit + 1 });
      return pageFrom(found, query.limit);
    },
  }),
  route("admin", {
    method: "POST",
    path: "/held-removals",
    summary: "Lets held removals be done, or takes them back",
    body: removalDecision,
    answer: decided,
    run: async ({ deps, organization, by, body: { decision, member } }) => {
      const decide = decision === "approve" ? approveRemovals : undoRemovals;
      return { members: await decide(deps, organization._id, by, member) };
    },
  }),
];
