/**
 * Signing in by a link: whoever names an address or a userName gets an e-mail at the address that we know, for each
 * organization where that is a member who may come in. Nobody who asks learns whether there is one.
 */
import { randomBytes } from "node:crypto";
import { hashToken } from "../../shared/invitation.ts";
import { fold } from "../../shared/scim/value/fold.ts";
import { signInEmailId, signInLinkMs, signInUrl } from "../../shared/sign-in.ts";
import { mayEnter } from "../../shared/standing.ts";
import type { Member, Organization, SignInEmail } from "../../shared/store/documents.ts";
import type { ApiDeps } from "../deps.ts";
import { requireMember } from "../organization/members/members.ts";
import { Refusal } from "../organization/refusal.ts";
import { requireOrganization } from "../organization/settings/organizations.ts";

/** To how many organizations of one person links go. */
const organizationsMax = 10;
/** How long the rows of e-mails are kept, for whoever asks where one is. */
const keptMs = 24 * 60 * 60_000;
/** How long a link that was not e-mailed may be open. */
const madeLinkMaxMs = 7 * 24 * 60 * 60_000;

/** Has links e-mailed to whomever a name belongs to; goes on after the answer. */
export function askForLinks(deps: ApiDeps, name: string): void {
  const folded = fold(name.normalize("NFC"));
  const { toAddress, inAll } = deps.limits.signIns.mayMail(folded);
  if (!toAddress) return;
  const isBegun = inAll && deps.aside.run("asking for a link to sign in", () => mailLinks(deps, folded));
  if (!isBegun) deps.limits.warn("SIGN_INS_PER_MINUTE_IN_ALL", "a link to sign in was not sent");
}

async function mailLinks(deps: ApiDeps, name: string): Promise<void> {
  const members = await membersCalled(deps, name);
  if (members.length === 0) return;
  const at = deps.now();
  const emails = members.map(
    ({ _id: member, organization }): SignInEmail => ({
      _id: signInEmailId(deps.newId()),
      organization,
      kind: "signIn",
      member,
      state: "queued",
      attempts: 0,
      createdAt: at,
      dueAt: at,
      forgetAt: new Date(at.getTime() + keptMs),
    }),
  );
  await deps.store.emails.insertMany(emails);
  // Before thousands of invitations, of which nobody waits for one. The sweeper finds those that are not queued.
  const ids = emails.map(({ _id }) => _id);
  await deps.queues
    .mailOut(ids, "first")
    .catch((error: unknown) => deps.log.debug({ err: error }, "an e-mail was not queued"));
}

/** One member an organization: first whose address it is, then whose userName. */
async function membersCalled({ store, readOrganization }: ApiDeps, name: string): Promise<Member[]> {
  const found = await store.members
    .find({
      "standing.status": { $in: ["accepted", "confirmed"] },
      $or: [{ "standing.address": name }, { "keys.userName": name }],
      removedAt: { $exists: false },
    })
    .limit(2 * organizationsMax)
    .toArray();
  const ranked = found
    .filter(mayEnter)
    .sort((one, other) => rankOf(one, name) - rankOf(other, name) || (one._id < other._id ? -1 : 1));
  const byOrganization = new Map<string, Member>();
  for (const member of ranked) {
    if (byOrganization.has(member.organization)) continue;
    const organization = await readOrganization(member.organization);
    if (organization?.enabled) byOrganization.set(member.organization, member);
  }
  return [...byOrganization.values()].slice(0, organizationsMax);
}

function rankOf({ standing }: Member, name: string): number {
  return standing.address === name ? 0 : 1;
}

/**
 * Uses a link up.
 * @returns whom it signs in; null where it is unknown, used or expired, or the member may not come in any more
 */
export async function redeemLink(
  { store, now, readOrganization, readMember }: ApiDeps,
  token: string,
): Promise<{ organization: Organization; member: Member } | null> {
  const at = now();
  const link = await store.signIns.findOneAndUpdate(
    { _id: hashToken(token), usedAt: { $exists: false }, expiresAt: { $gt: at } },
    { $set: { usedAt: at } },
  );
  if (!link) return null;
  const [organization, member] = await Promise.all([
    readOrganization(link.organization),
    readMember(link.organization, link.member),
  ]);
  return organization?.enabled && member && mayEnter(member) ? { organization, member } : null;
}

/**
 * Makes a link that nobody is e-mailed: for the first owner of an organization, and for whoever has lost their address.
 * @param name an id, a userName or an address
 * @param forMs how long it can be used, seven days at most
 * @throws Refusal where there is no such member, or one who may not come in
 */
export async function makeSignInLink(
  deps: ApiDeps,
  organizationId: string,
  name: string,
  forMs = signInLinkMs,
): Promise<{ url: string; expiresAt: Date }> {
  if (forMs <= 0 || forMs > madeLinkMaxMs)
    throw new Refusal("A link can be used for seven days at most; say for how long, such as 15m or 12h.");
  const { enabled } = await requireOrganization(deps, organizationId);
  const member = await requireMember(deps, organizationId, name);
  if (!enabled) throw new Refusal(`${organizationId} is disabled, so nobody signs in there.`);
  if (!mayEnter(member))
    throw new Refusal(`${name} cannot sign in: the status is ${member.standing.status}.`);
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(deps.now().getTime() + forMs);
  await deps.store.signIns.insertOne({
    _id: hashToken(token),
    organization: organizationId,
    member: member._id,
    expiresAt,
  });
  return { url: signInUrl(deps.config, token), expiresAt };
}
