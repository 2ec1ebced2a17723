/**
 * The routes about keys: a member's own, the organization's, and confirming, which hands it on. What they carry is sealed
 * or wrapped in a browser.
 */

import { Problem } from "../http/problem.ts";
import { route } from "../http/route.ts";
import { confirmMembers } from "../members/confirm.ts";
import { changePassphrase, readOwnKeys, resetKeys, setUpOrganizationKey } from "../members/keys.ts";
import {
  confirmation,
  keyReset,
  organizationKeySetup,
  ownKeys,
  passphraseChange,
} from "../schema/handshake.ts";
import { bulkOutcome, memberView } from "../schema/member.ts";
import { shown } from "./members.ts";

export const keyRoutes = [
  route("admin", {
    method: "POST",
    path: "/members/confirm",
    summary: "Confirm members who have accepted",
    description:
      "With the organization's key, sealed for the public key of each. Who is confirmed already and does not hold it gets it. Who has another public key by now is refused.",
    body: confirmation,
    // A thousand members with a sealed key each.
    bodyMaxBytes: 1_048_576,
    answer: bulkOutcome,
    tokens: false,
    run: async ({ deps, organization, member, body, by }) => {
      if (member().standing.status !== "confirmed")
        throw new Problem("forbidden", "You have to be confirmed yourself before you confirm others.");
      return confirmMembers(deps, organization._id, body.members, by);
    },
  }),

  route("member", {
    method: "GET",
    path: "/me",
    summary: "Show the member who is signed in",
    answer: memberView,
    run: ({ deps, organization, member }) => shown({ deps, organization }, member()._id),
  }),

  route("member", {
    method: "GET",
    path: "/me/keys",
    summary: "Fetch one's own keys, wrapped and sealed",
    answer: ownKeys,
    run: ({ deps, member }) => readOwnKeys(deps, member()),
  }),

  route("member", {
    method: "PUT",
    path: "/me/passphrase",
    summary: "Keep the private key wrapped by another passphrase",
    body: passphraseChange,
    run: ({ deps, member, body }) => changePassphrase(deps, member(), body),
  }),

  route("member", {
    method: "POST",
    path: "/me/keys",
    summary: "Begin with a new key pair after a lost passphrase",
    description: "The member has to be confirmed again.",
    body: keyReset,
    run: ({ deps, member, body }) => resetKeys(deps, member(), body),
  }),

  route("owner", {
    method: "POST",
    path: "/key",
    summary: "Keep that the organization has a key, once",
    body: organizationKeySetup,
    run: ({ deps, member, body }) => setUpOrganizationKey(deps, member(), body),
  }),
];
