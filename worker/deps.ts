/**
 * What the worker stands on beside what both processes do: the mail server, and the signal to stop.
 */
import type { Config } from "../shared/config.ts";
import { closeDeps, type Deps, openDeps } from "../shared/deps.ts";
import { type ActivityCounter, openActivityCounter } from "../shared/store/activity.ts";
import { type EmailRows, openEmailRows } from "../shared/store/emails.ts";
import { type MemberReader, openMemberReader } from "../shared/store/members.ts";
import { type OrganizationReader, openOrganizationReader } from "../shared/store/organizations.ts";
import { openRenderer, type Renderer } from "./mail/render.ts";
import { type MailTransport, openMailTransport } from "./mail/transport.ts";

export type WorkerDeps = Deps & {
  readonly mail: MailTransport;
  readonly render: Renderer;
  readonly invitationSecret: string;
  readonly emails: EmailRows;
  readonly activity: ActivityCounter;
  readonly readOrganization: OrganizationReader;
  readonly readMember: MemberReader;
  /** Aborted when the process is asked to stop: what is long ends at its next step. */
  readonly stopping: AbortSignal;
};

/** Opens everything that a worker needs. */
export async function openWorkerDeps(config: Config, stopping: AbortSignal): Promise<WorkerDeps> {
  const invitationSecret = config.INVITATION_SECRET;
  if (invitationSecret === undefined)
    throw new Error("a worker needs INVITATION_SECRET: 32 random characters or more");
  const [render, deps] = await Promise.all([
    openRenderer(`${config.PUBLIC_URL}/console`, config.MAIL_TEMPLATES_CACHE),
    openDeps(config, "worker", "wait"),
  ]);
  return {
    ...deps,
    invitationSecret,
    mail: openMailTransport(config, deps.log),
    render,
    emails: openEmailRows(deps.store),
    activity: openActivityCounter(deps.store, config.CONNECTIONS_EVERY_MS, deps.log),
    readOrganization: openOrganizationReader(deps.store),
    readMember: openMemberReader(deps.store),
    stopping,
  };
}

/** Closes everything; what was begun must have ended. */
export async function closeWorkerDeps(deps: WorkerDeps): Promise<void> {
  deps.mail.close();
  await deps.activity.close();
  await closeDeps(deps);
}
