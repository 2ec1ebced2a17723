/**
 * The routes by which an admin connects the directory: SCIM and its keys, what came in, how far it got, a test.
 */
import { z } from "zod";
import { plans } from "../../../shared/store/documents.ts";
import { readProgress } from "../directory/connect/progress.ts";
import { disableScim, enableScim, endKey, listKeys, prefixOf, rotateKey } from "../directory/keys.ts";
import { listRequests } from "../directory/requests.ts";
import { runSelfTest } from "../directory/self-test/self-test.ts";
import { route } from "../http/route.ts";
import { Refusal } from "../refusal.ts";
import {
  connectProgress,
  issuedKey,
  keyView,
  recentRequests,
  rotation,
  selfTest,
  selfTestRequest,
} from "../schema/directory.ts";

export const directoryRoutes = [
  route("admin", {
    method: "POST",
    path: "/scim/enable",
    summary: "Turn SCIM provisioning on",
    description: "Makes a key, which is shown this once, in place of those that there are.",
    tokens: false,
    answer: issuedKey,
    run: async ({ deps, organization }) => {
      if (!plans[organization.plan].scim)
        throw new Refusal("The plan has no SCIM provisioning. Change the plan first.");
      // Doing it again would end the keys that a directory uses.
      if (organization.scim.enabled)
        throw new Refusal("SCIM provisioning is on already. Where its key was lost, make a new one.");
      return enableScim(deps, organization._id);
    },
    tells: () => ({ kind: "scim.enabled" }),
  }),
  route("admin", {
    method: "POST",
    path: "/scim/disable",
    summary: "Turn SCIM provisioning off",
    description: "All keys end with it.",
    tokens: false,
    run: ({ deps, organization }) => disableScim(deps, organization._id),
    tells: () => ({ kind: "scim.disabled" }),
  }),
  route("admin", {
    method: "GET",
    path: "/keys",
    summary: "The keys that work",
    tokens: false,
    answer: z.object({ items: z.array(keyView) }),
    run: async ({ deps, organization }) => ({ items: listKeys(organization, deps.now()) }),
  }),
  route("admin", {
    method: "POST",
    path: "/keys",
    summary: "Make a new key",
    description: "It is shown this once. The keys that work now go on working for the overlap.",
    tokens: false,
    status: 201,
    body: rotation,
    answer: issuedKey,
    run: ({ deps, organization, body }) => rotateKey(deps, organization._id, body.overlapMs),
    tells: (_, { key }) => ({ kind: "key.made", detail: [key.prefix] }),
  }),
  route("admin", {
    method: "DELETE",
    path: "/keys/:key",
    summary: "End a key at once",
    tokens: false,
    run: ({ deps, organization, params }) => endKey(deps, organization._id, params["key"] ?? ""),
    tells: ({ organization, params }) => ({
      kind: "key.ended",
      detail: prefixOf(organization, params["key"]),
    }),
  }),
  route("admin", {
    method: "GET",
    path: "/requests",
    summary: "What the directory sent lately",
    answer: recentRequests,
    run: async ({ deps, organization }) => ({ requests: await listRequests(deps, organization._id) }),
  }),
  route("admin", {
    method: "GET",
    path: "/connect",
    summary: "How far the directory is connected",
    answer: connectProgress,
    run: ({ deps, organization }) => readProgress(deps, organization),
  }),
  route("admin", {
    method: "POST",
    path: "/self-test",
    summary: "Play Test Connection against the public URL",
    tokens: false,
    body: selfTestRequest,
    answer: selfTest,
    run: ({ deps, organization, body }) => runSelfTest(deps, organization, body.key),
  }),
];
