/**
 * What the worker stands on beside what both processes do: the mail server, and the signal to stop.
 */
import type { Config } from "../shared/config.ts";
import { closeDeps, type Deps, openDeps } from "../shared/deps.ts";
import { type MailTransport, openMailTransport } from "./mail/transport.ts";

export type WorkerDeps = Deps & {
  readonly mail: MailTransport;
  /** Aborted when the process is asked to stop: what is long ends at its next step. */
  readonly stopping: AbortSignal;
};

/** Opens everything that a worker needs. */
export async function openWorkerDeps(config: Config, stopping: AbortSignal): Promise<WorkerDeps> {
  return { ...(await openDeps(config, "worker")), mail: openMailTransport(config), stopping };
}

/** Closes everything; what was begun must have ended. */
export async function closeWorkerDeps(deps: WorkerDeps): Promise<void> {
  deps.mail.close();
  await closeDeps(deps);
}
