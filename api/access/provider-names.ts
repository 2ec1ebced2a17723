/**
 * Whom a provider means. This rests on one trust: the owner chose the issuer, for this organization alone, and so says
 * that whoever that issuer calls by a member's address or userName is that member. An issuer whose people can name
 * themselves must not be chosen; against the commonest slip, an e-mail address that it says is not verified counts for
 * nothing, under whatever claim it comes.
 */
import { z } from "zod";
import { fold } from "../../shared/scim/value/fold.ts";
import { mayEnter } from "../../shared/standing.ts";
import type { Member } from "../../shared/store/documents.ts";
import type { ApiDeps } from "../deps.ts";

/** As a provider signed it, of any shape. */
export type Claims = Readonly<Record<string, unknown>>;

const name = z.string().trim().min(1).max(254);

/** The names by which a provider calls somebody, folded; those first that say most. */
export function namesIn(claims: Claims): string[] {
  const { email, email_verified: verified, preferred_username, upn } = claims;
  const isUnverified = verified === false || verified === "false";
  const [mail, ...others] = [email, preferred_username, upn].map((claim) => {
    const { data } = name.safeParse(claim);
    return data === undefined ? undefined : fold(data.normalize("NFC"));
  });
  const named = isUnverified ? others.filter((other) => other !== mail) : [mail, ...others];
  return [...new Set(named)].filter((each) => each !== undefined);
}

/** The one member of an organization who has one of the names; null where the first name that fits fits two. */
export async function findClaimed(
  { store }: ApiDeps,
  organization: string,
  names: readonly string[],
): Promise<Member | null> {
  for (const each of names) {
    const found = await store.members
      .find({
        organization,
        $or: [{ "standing.address": each }, { "keys.userName": each }],
        removedAt: { $exists: false },
      })
      .limit(2)
      .toArray();
    const [member, other] = found.filter(mayEnter);
    if (member) return other ? null : member;
  }
  return null;
}
