/**
 * The e-mail with a link that signs a member in. Nobody gets it who may not come in by now; and it goes out soon or not
 * at all, since whoever asked for it waits in front of a page.
 */
import { hashToken } from "../../shared/invitation.ts";
import { fold } from "../../shared/scim/value/fold.ts";
import { signInEmailMs, signInLinkMs, signInToken, signInUrl } from "../../shared/sign-in.ts";
import { mayEnter } from "../../shared/standing.ts";
import { addressOf } from "../../shared/store/address.ts";
import type { Member, Organization, SignInEmail } from "../../shared/store/documents.ts";
import type { WorkerDeps } from "../deps.ts";
import { messageIdOf, troubleOf } from "./transport.ts";
import { reasonOf, type Sent } from "./trying.ts";

/** @throws what keeps the database away */
export async function sendSignIn(deps: WorkerDeps, email: SignInEmail): Promise<Sent> {
  const [organization, member] = await Promise.all([
    deps.readOrganization(email.organization),
    deps.readMember(email.organization, email.member),
  ]);
  const isLate = deps.now().getTime() - email.createdAt.getTime() > signInEmailMs;
  const to = member && addressHeldBy(member);
  if (isLate || !organization?.enabled || !member || !mayEnter(member) || !to) return supersede(deps, email);
  const token = signInToken(deps.invitationSecret, email);
  if (!(await keepLink(deps, email, token))) return supersede(deps, email);
  try {
    await deps.mail.send({ ...messageOf(deps, email, member, organization, token), to });
  } catch (error) {
    return afterTrouble(deps, email, reasonOf(error, token), troubleOf(error));
  }
  await deps.emails.mark(email, { state: "sent", sentAt: deps.now(), attempts: email.attempts + 1 });
  deps.metrics.email("signIn", "sent");
  return "done";
}

/** The address that the member holds and nobody else, as the directory wrote it. */
function addressHeldBy({ standing, attributes }: Member): string | undefined {
  const written = addressOf(attributes);
  return written !== undefined && fold(written) === standing.address ? written : standing.address;
}

/** Before the e-mail goes out, its link can be used. @returns whether it still can: a second try opens none again */
async function keepLink({ store }: WorkerDeps, email: SignInEmail, token: string): Promise<boolean> {
  const { organization, member, createdAt } = email;
  const expiresAt = new Date(createdAt.getTime() + signInLinkMs);
  const kept = await store.signIns.findOneAndUpdate(
    { _id: hashToken(token) },
    { $setOnInsert: { organization, member, expiresAt } },
    { upsert: true, returnDocument: "after" },
  );
  return kept?.usedAt === undefined;
}

function messageOf(
  { config, render }: WorkerDeps,
  email: SignInEmail,
  { attributes }: Member,
  { name, settings }: Organization,
  token: string,
) {
  const rendered = render.signIn({
    organization: name,
    contact: settings.contact,
    name: attributes.name?.givenName ?? attributes.displayName,
    link: signInUrl(config, token),
    expiresAt: new Date(email.createdAt.getTime() + signInLinkMs),
  });
  return { ...rendered, from: config.MAIL_FROM, messageId: messageIdOf(config, email._id) };
}

async function supersede(deps: WorkerDeps, email: SignInEmail): Promise<Sent> {
  await deps.emails.mark(email, { state: "superseded" });
  deps.metrics.email("signIn", "superseded");
  return "done";
}

/** Whoever waited for it asks again; no admin has to know. */
async function afterTrouble(
  deps: WorkerDeps,
  email: SignInEmail,
  reason: string,
  trouble: ReturnType<typeof troubleOf>,
): Promise<Sent> {
  if (trouble === "server") return "pause";
  const { config, log, metrics, now } = deps;
  log.warn({ reason, organization: email.organization, email: email._id, trouble }, "an e-mail was not sent");
  const attempts = email.attempts + 1;
  const failed = trouble === "recipient" || attempts >= config.MAIL_ATTEMPTS;
  const set = { attempts, error: reason, dueAt: now(), ...(failed && { state: "failed" as const }) };
  await deps.emails.mark(email, set);
  metrics.email("signIn", failed ? "failed" : "retried");
  return failed ? "done" : "again";
}
