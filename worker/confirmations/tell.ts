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
import { findConfirmers, isAnyWaiting } from "./waiting.ts";

/** The organizations that one look finds. */
const foundMax = 1_000;

/** Looks once. */
export async function tellConfirmations(deps: WorkerDeps): Promise<void> {
  const { store, config, now } = deps;
  const since = (ms: number) => new Date(now().getTime() - ms);
  const found = await store.organizations
    .find({
      enabled: true,
      acceptedSince: { $lte: since(config.CONFIRMATIONS_FIRST_MS) },
      $or: [
        { confirmations: { $exists: false } },
        { "confirmations.at": { $lte: since(config.CONFIRMATIONS_AGAIN_MS) } },
      ],
    })
    .sort({ acceptedSince: 1 })
    .limit(foundMax)
    .toArray();
  for (const { _id } of found) {
    if (deps.stopping.aborted) return;
    try {
      await tellOrganization(deps, _id);
    } catch (error) {
      if (isAway(error)) throw error;
      deps.log.error(
        { err: error, organization: _id },
        "the admins of an organization could not be told who waits",
      );
    }
  }
}

async function tellOrganization(deps: WorkerDeps, organization: string): Promise<void> {
  const { store, config, now, queues, log } = deps;
  const { CONFIRMATIONS_FIRST_MS: firstMs, CONFIRMATIONS_AGAIN_MS: againMs } = config;
  const at = now();
  const emails = await inTurn(store, organization, at, async (turn) => {
    const { acceptedSince, confirmations } = turn.organization;
    if (!isTellingDue(confirmations, acceptedSince, at, { firstMs, againMs })) return [];
    if (await isAnyWaiting(store, organization, turn.session))
      return write(deps, turn, await findConfirmers(store, organization, turn.session), at);
    const over = { $unset: { acceptedSince: true as const } };
    await store.organizations.updateOne({ _id: organization }, over, { session: turn.session });
    return [];
  });
  // Without Redis the sweeper finds them.
  await queues.mailOut(emails ?? []).catch((error: unknown) => {
    log.debug({ err: error, organization }, "e-mails were not queued; the sweeper will find them");
  });
}

/** What has not gone out yet is superseded: at most one e-mail an admin waits to be sent. */
async function write(
  { store, config }: WorkerDeps,
  { session, organization }: Turn,
  admins: readonly Member[],
  at: Date,
): Promise<string[]> {
  const { _id, confirmations } = organization;
  const before = confirmations?.number ?? 0;
  const earlier = prefixOf(_id, before);
  await store.emails.updateMany(
    { _id: { $gte: earlier, $lt: `${earlier}~` }, organization: _id, state: "queued" },
    { $set: { state: "superseded" } },
    { session },
  );
  const rows = admins.map(
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
  if (rows.length > 0) await store.emails.insertMany(rows, { session });
  const telling: Telling = { number: before + 1, at };
  const told = { $set: { confirmations: telling }, $unset: { acceptedSince: true as const } };
  await store.organizations.updateOne({ _id }, told, { session });
  return rows.map((row) => row._id);
}

/** An organization's id holds no dot, so no other one's e-mails begin like that. */
function prefixOf(organization: string, number: number): string {
  return `confirmations.${organization}.${number}.`;
}
