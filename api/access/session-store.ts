/**
 * Sessions in MongoDB, as koa-session wants to keep them. An id has 256 random bits; only its hash is here, so nobody
 * who reads the database is signed in by that.
 */
import { hash, randomBytes } from "node:crypto";
import { z } from "zod";
import type { Session } from "../../shared/store/access-documents.ts";
import type { ApiDeps } from "../deps.ts";

/** What a session says. */
export const sessionData = z.object({
  organization: z.string(),
  member: z.string(),
  role: z.enum(["owner", "admin", "member"]),
  signedInAt: z.date(),
  expiresAt: z.date(),
});
export type SessionData = Omit<Session, "_id">;

/** Makes the id of a session. */
export function newSessionId(): string {
  return randomBytes(32).toString("base64url");
}

/** The store for koa-session; the key of each call is a session's id, as it stands in the cookie. */
export function openSessionStore({ store, now }: ApiDeps) {
  return {
    get: async (id: string): Promise<SessionData | undefined> => {
      const found = await store.sessions.findOne({ _id: hashOf(id), expiresAt: { $gt: now() } });
      return found ? sessionData.parse(found) : undefined;
    },
    set: async (id: string, session: unknown): Promise<void> => {
      const data = sessionData.parse(session);
      await store.sessions.replaceOne({ _id: hashOf(id) }, data, { upsert: true });
    },
    destroy: async (id: string): Promise<void> => {
      await store.sessions.deleteOne({ _id: hashOf(id) });
    },
  };
}

function hashOf(id: string): string {
  return hash("sha256", id);
}
