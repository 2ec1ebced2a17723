/**
 * Who is signed in, by a cookie. A session lasts for twelve hours and no longer, has a new id at each sign-in, and ends
 * with the right to be here: whoever is revoked, removed or made less than at sign-in is out with the next request.
 */

import type { Middleware } from "koa";
import session from "koa-session";
import { mayEnter } from "../../shared/standing.ts";
import type { Member, Organization, Role } from "../../shared/store/documents.ts";
import type { ApiDeps } from "../deps.ts";
import type { ApiContext, ApiState } from "../organization/http/route.ts";
import { newSessionId, openSessionStore, type SessionData, sessionData } from "./session-store.ts";

/** How long a session lasts, whatever happens in it. */
const sessionMs = 12 * 60 * 60_000;

/** What koa-session puts on a context; its own types do not say. */
type Carried = {
  toJSON(): object;
  regenerate(): Promise<void> | undefined;
  manuallyCommit(): Promise<void> | undefined;
};
declare module "koa" {
  interface BaseContext {
    get session(): Carried | null;
    set session(data: object | null);
  }
}

/** A session with whom it belongs to, as they are now. */
export type SignedIn = {
  readonly organization: Organization;
  readonly member: Member;
  readonly signedInAt: Date;
  readonly expiresAt: Date;
};

/** Lets requests have sessions. Each is read only where somebody asks for it. */
export function offerSessions(deps: ApiDeps, app: object): Middleware<ApiState> {
  const isSecure = isHttps(deps);
  const options = {
    key: sessionCookie(deps),
    maxAge: sessionMs,
    httpOnly: true,
    secure: isSecure,
    // Links in e-mails lead here from elsewhere, and whoever is signed in is to stay so.
    sameSite: "lax",
    // 256 random bits cannot be guessed: a signature would add nothing.
    signed: false,
    autoCommit: false,
    genid: newSessionId,
    store: openSessionStore(deps),
  };
  const read = session(options, app);
  return (ctx, next) => {
    // TLS can end at a proxy in front of us: what counts is how the outside world reaches us.
    ctx.cookies.secure = isSecure;
    ctx.state.readSession = () => read(ctx, async () => undefined);
    return next();
  };
}

/** Whether browsers reach us by https. */
export function isHttps({ config }: Pick<ApiDeps, "config">): boolean {
  return new URL(config.PUBLIC_URL).protocol === "https:";
}

/** What the cookie of a session is called; where it can be, by a name that browsers take from this host alone. */
export function sessionCookie(deps: Pick<ApiDeps, "config">): string {
  return isHttps(deps) ? "__Host-rollcall" : "rollcall";
}

/** Begins a session; one that the browser had before ends, and its id with it. */
export async function beginSession(
  deps: ApiDeps,
  ctx: ApiContext,
  organization: Organization,
  member: Member,
): Promise<SignedIn> {
  const signedInAt = deps.now();
  const data: SessionData = {
    organization: organization._id,
    member: member._id,
    role: member.standing.role,
    signedInAt,
    expiresAt: new Date(signedInAt.getTime() + sessionMs),
  };
  await ctx.state.readSession();
  ctx.session = data;
  await ctx.session?.regenerate();
  deps.log.info({ organization: data.organization, member: data.member }, "signed in");
  return { organization, member, signedInAt, expiresAt: data.expiresAt };
}

/** Who is signed in, if they still may be; where they may not, the session ends. */
export async function findSignedIn(deps: ApiDeps, ctx: ApiContext): Promise<SignedIn | null> {
  await ctx.state.readSession();
  const read = sessionData.safeParse(ctx.session?.toJSON());
  if (!read.success) return null;
  const { organization: id, member: memberId, role, signedInAt, expiresAt } = read.data;
  const [organization, member] = await Promise.all([
    deps.readOrganization(id),
    deps.readMember(id, memberId),
  ]);
  if (organization?.enabled && member && mayEnter(member) && isAtLeast(member.standing.role, role))
    return { organization, member, signedInAt, expiresAt };
  await endSession(ctx);
  return null;
}

/** Ends the session of this browser. */
export async function endSession(ctx: ApiContext): Promise<void> {
  const ending = ctx.session;
  ctx.session = null;
  await ending?.manuallyCommit();
}

const ranks: { readonly [Name in Role]: number } = { member: 0, admin: 1, owner: 2 };

function isAtLeast(role: Role, least: Role): boolean {
  return ranks[role] >= ranks[least];
}
