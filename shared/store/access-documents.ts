/**
 * The documents of who comes in: sessions, links that sign in once, tokens, providers. Of every secret that somebody
 * else holds, only the hash is here; so ids are hashes, and what is shown can be found, and not the other way round.
 */
import type { Actor, Role, ScimKey } from "./documents.ts";

/** Somebody who is signed in. The id is the hash of the id in the cookie. */
export type Session = {
  readonly _id: string;
  readonly organization: string;
  readonly member: string;
  /** What the member was at sign-in: the session ends where it becomes less. */
  readonly role: Role;
  readonly signedInAt: Date;
  readonly expiresAt: Date;
};

/** A link that signs a member in, once. The id is the hash of the token in the link. */
export type SignIn = {
  readonly _id: string;
  readonly organization: string;
  readonly member: string;
  readonly expiresAt: Date;
  readonly usedAt?: Date;
};

/** Somebody who was sent to the organization's provider. The id is the hash of the secret in the cookie. */
export type ProviderSignIn = {
  readonly _id: string;
  readonly organization: string;
  /** Who was asked: another one may be set meanwhile. */
  readonly issuer: string;
  readonly expiresAt: Date;
};

/** What a program of the organization shows to be let in. */
export type ApiToken = ScimKey & {
  readonly name: string;
  readonly access: "read" | "write";
  readonly createdBy: Actor;
};

/** An OpenID Connect provider, by which the people of one organization sign in. */
export type Provider = {
  readonly issuer: string;
  readonly clientId: string;
  /** The client secret, encrypted under `SECRETS_KEY`. */
  readonly sealedSecret?: string;
};
