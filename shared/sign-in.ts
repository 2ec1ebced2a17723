/**
 * The link that signs a member in: for a quarter of an hour, once. The token of one that is e-mailed is made from the
 * e-mail and the installation's secret, so that the same e-mail can be written again after a crash; only its hash is
 * stored.
 */
import { createHmac } from "node:crypto";

/** How long a link can be used, from the moment when it was asked for. */
export const signInLinkMs = 15 * 60_000;

/** How old the wish for an e-mail may be: its link has to be of use when it arrives. */
export const signInEmailMs = 10 * 60_000;

/** The token of an e-mail's link: 43 characters that a URL can hold. */
export function signInToken(secret: string, email: { organization: string; _id: string }): string {
  return createHmac("sha256", secret)
    .update(JSON.stringify(["signIn", email.organization, email._id]))
    .digest("base64url");
}

/** Where a link leads: to a page that asks for a click, so that programs which open links use none up. */
export function signInUrl({ PUBLIC_URL }: { PUBLIC_URL: string }, token: string): string {
  return `${PUBLIC_URL}/sign-in/link/${token}`;
}

/** The id of the e-mail; BullMQ takes it for a job's id, so it holds no colon. */
export function signInEmailId(id: string): string {
  return `sign-in.${id}`;
}
