/**
 * Tells owners and admins by e-mail that members have accepted and wait to be confirmed (row B52). That they were told
 * and the rows of the e-mails are written in one turn, so a second worker, or a kill in between, neither doubles nor loses
 * one. It needs nothing but MongoDB, and looks over all organizations.
 */
import type { ConfirmationsEmail, Member, Telling } from "../../shared/store/documents.ts";
import { isAway } from "../../shared/store/trouble.ts";
import { inTurn, type Turn } from "../../shared/store/turn.ts";
import type { WorkerDeps } from "../deps.ts";
import { isTellingDue } from "./due.ts";
import { findConfirmers, oldestUntold, organizationsWithAccepted } from "./waiting.ts";

/** Looks once. */
export async function tellConfirmations(deps: WorkerDeps): Promise<void> {
  for (const organization of await organizationsWithAccepted(deps.store)) {
    if (deps.stopping.aborted) return;
    try {
      await tellOrganization(deps, organization);
    } catch (error) {
      if (isAway(error)) throw error;
      deps.log.error(
        { err: error, organization },
        "the admins of an organization could not be told who waits",
      );
    }
  }
}

async function tellOrganization(deps: WorkerDeps, organization: string): Promise<void> {
  const { store, now, queues, log } = deps;
  // A look is a tenth of the price of a turn, and mostly nothing is due.
  const seen = await store.organizations.findOne({ _id: organization, enabled: true });
  if (!seen || !isDue(deps, seen.confirmations, await oldestUntold(store, seen), now())) return;
  if ((await findConfirmers(store, organization)).length === 0) return;
  const at = now();
  const emails = await inTurn(store, organization, at, async (turn) => {
    const { session, organization: place } = turn;
    if (!isDue(deps, place.confirmations, await oldestUntold(store, place, session), at)) return [];
    return write(deps, turn, await findConfirmers(store, organization, session), at);
  });
  // Without Redis the sweeper finds them.
  await queues.mailOut(emails ?? []).catch((error: unknown) => {
    log.debug({ err: error, organization }, "e-mails were not queued; the sweeper will find them");
  });
}

function isDue({ config }: WorkerDeps, told: Telling | undefined, oldest: Date | null, now: Date): boolean {
  const { CONFIRMATIONS_FIRST_MS: firstMs, CONFIRMATIONS_AGAIN_MS: againMs } = config;
  return isTellingDue(told, oldest, now, { firstMs, againMs });
}

/** What has not gone out yet is superseded: at most one e-mail an admin waits to be sent. */
async function write(
  { store, config }: WorkerDeps,
  { session, organization }: Turn,
  told: readonly Member[],
  at: Date,
): Promise<string[]> {
  const { _id, confirmations, turn } = organization;
  if (told.length === 0) return [];
  const before = confirmations?.number ?? 0;
  const earlier = prefixOf(_id, before);
  await store.emails.updateMany(
    { _id: { $gte: earlier, $lt: `${earlier}~` }, organization: _id, state: "queued" },
    { $set: { state: "superseded" } },
    { session },
  );
  const rows = told.map(
    (member, index): ConfirmationsEmail => ({
      _id: `${prefixOf(_id, before + 1)}${index + 1}`,
      organization: _id,
      kind: "confirmations",
      member: member._id,
      state: "queued",
      attempts: 0,
      createdAt: at,
      dueAt: at,
      giveUpAt: new Date(at.getTime() + config.ALERT_MAIL_KEEP_MS),
    }),
  );
  await store.emails.insertMany(rows, { session });
  const telling: Telling = { number: before + 1, at, turn };
  await store.organizations.updateOne({ _id }, { $set: { confirmations: telling } }, { session });
  return rows.map((row) => row._id);
}

/** An organization's id holds no dot, so no other one's e-mails begin like that. */
function prefixOf(organization: string, number: number): string {
  return `confirmations.${organization}.${number}.`;
}
