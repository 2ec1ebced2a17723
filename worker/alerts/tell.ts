/**
 * Tells organizations of their failures by e-mail: looks whom something is due for, and writes the rows of the e-mails.
 * What was told and the rows are written in one turn, so a second worker, or a kill in between, neither doubles nor
 * loses an e-mail. It needs nothing but MongoDB, and looks over all organizations, as the sweeper does.
 */

import type { ClientSession } from "mongodb";
import { recipientsOf } from "../../shared/failure-recipients.ts";
import type { Alert } from "../../shared/store/documents.ts";
import { organizationsWithOpen, readOpenSpan } from "../../shared/store/failures.ts";
import { isAway } from "../../shared/store/trouble.ts";
import { inTurn } from "../../shared/store/turn.ts";
import type { WorkerDeps } from "../deps.ts";
import { dueAlert } from "./due.ts";
import { writeAlert } from "./write-alert.ts";

/** Looks once. */
export async function tellFailures(deps: WorkerDeps): Promise<void> {
  for (const organization of await candidates(deps)) {
    if (deps.stopping.aborted) return;
    try {
      await tellOrganization(deps, organization);
    } catch (error) {
      if (isAway(error)) throw error;
      deps.log.error({ err: error, organization }, "the failures of an organization could not be told");
    }
  }
}

/** Those with open failures, and those who are to hear that it is over; without those who were told a moment ago. */
async function candidates({ store, config, now }: WorkerDeps): Promise<ReadonlySet<string>> {
  const latest = new Date(now().getTime() - config.ALERT_AGAIN_MS);
  const idOnly = { projection: { _id: 1 } };
  const [open, lasting, toldLately] = await Promise.all([
    organizationsWithOpen(store),
    store.alerts.find({ digests: { $gt: 0 } }, idOnly).toArray(),
    store.alerts.find({ toldAt: { $gt: latest } }, idOnly).toArray(),
  ]);
  const found = new Set([...open, ...lasting.map(({ _id }) => _id)]);
  for (const { _id } of toldLately) found.delete(_id);
  return found;
}

async function tellOrganization(deps: WorkerDeps, organization: string): Promise<void> {
  // A look is a tenth of the price of a turn, and mostly nothing is due.
  if (!(await lookAt(deps, organization, deps.now())).due) return;
  const at = deps.now();
  const emails = await inTurn(deps.store, organization, at, async (turn) => {
    const { due, told, open } = await lookAt(deps, organization, at, turn.session);
    if (!due) return [];
    const recipients = recipientsOf(turn.organization);
    return writeAlert(deps, turn, { isOver: due === "over", told, open, recipients, at });
  });
  // Without Redis the sweeper finds them.
  await deps.queues.mailOut(emails ?? []).catch((error: unknown) => {
    deps.log.debug({ err: error, organization }, "e-mails were not queued; the sweeper will find them");
  });
}

async function lookAt(
  { store, config }: WorkerDeps,
  organization: string,
  now: Date,
  session?: ClientSession,
): Promise<{
  due: ReturnType<typeof dueAlert>;
  told: Alert | null;
  open: Awaited<ReturnType<typeof readOpenSpan>>;
}> {
  const told = await store.alerts.findOne({ _id: organization }, { ...(session && { session }) });
  const open = await readOpenSpan(store, organization, session);
  const { ALERT_FIRST_MS: firstMs, ALERT_AGAIN_MS: againMs, ALERT_DAILY_MS: dailyMs } = config;
  return { due: dueAlert(told, open, now, { firstMs, againMs, dailyMs }), told, open };
}
