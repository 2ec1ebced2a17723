/**
 * Who comes in and how: sessions, sign-in by link and by a provider, tokens for automation.
 */
import { z } from "zod";
import { moment } from "./common.ts";
import { roles, statuses } from "./member.ts";

export const signInRequest = z.strictObject({ address: z.string().trim().min(1).max(254) });

export const signInLink = z.strictObject({ token: z.string().max(200) });

/** Who is signed in; and what the page needs at once. */
export const sessionView = z
  .object({
    organization: z.object({ id: z.string(), name: z.string() }),
    member: z.object({
      id: z.string(),
      name: z.string(),
      address: z.string().nullable(),
      role: z.enum(roles),
      status: z.enum(statuses),
    }),
    signedInAt: moment,
    expiresAt: moment,
  })
  .meta({ id: "Session" });

export const tokenView = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    /** `read`: whatever changes nothing. `write`: all that an admin may, but tokens, roles and sign-in. */
    access: z.enum(["read", "write"]),
    createdAt: moment,
    createdBy: z.string().nullable(),
    lastUsedAt: moment.nullable(),
    expiresAt: moment.nullable(),
  })
  .meta({ id: "Token" });
export type TokenView = z.infer<typeof tokenView>;

export const newToken = z.strictObject({
  name: z.string().trim().min(1).max(100),
  access: z.enum(["read", "write"]),
  /** Days until it ends; null for never. */
  days: z.number().int().min(1).max(3_650).nullable().default(365),
});

/** A token as it is shown, this once. */
export const issuedToken = z.object({ secret: z.string(), token: tokenView });

/** Signing in by the organization's own provider (OpenID Connect). */
export const providerView = z
  .object({
    issuer: z.string(),
    clientId: z.string(),
    /** Whether a client secret is kept; it is never shown. */
    hasSecret: z.boolean(),
    /** To be entered at the provider. */
    redirectUrl: z.string(),
    /** Where people of the organization begin to sign in. */
    startUrl: z.string(),
  })
  .meta({ id: "Provider" });

export const providerChange = z.strictObject({
  issuer: z.url().max(500),
  clientId: z.string().trim().min(1).max(500),
  /** Left out, the one that is kept stays. */
  clientSecret: z.string().min(1).max(500).optional(),
});
