/**
 * The secret in an invitation's link. It is made from the invitation and the installation's secret, so that the
 * same e-mail can be written again after a crash, and only its hash is stored.
 */
import { createHash, createHmac } from "node:crypto";

/** The token of a member's n-th invitation: 43 characters that a URL can hold. */
export function invitationToken(
  secret: string,
  invitation: { organization: string; member: string; number: number },
): string {
  const { organization, member, number } = invitation;
  return createHmac("sha256", secret)
    .update(JSON.stringify([organization, member, number]))
    .digest("base64url");
}

/** What is stored of a token. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** The id of the e-mail that carries an invitation; BullMQ takes it for a job's id, so it holds no colon. */
export function invitationEmailId(member: string, number: number): string {
  return `invite.${member}.${number}`;
}
