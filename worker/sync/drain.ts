/**
 * A drain: brings an organization to what its records say, batch after batch, a bounded share at a time.
 * A member whose work cannot be done never holds up the others: its batch is applied one by one, its try is counted,
 * and it waits by itself for the next.
 */
import type { Member } from "../../shared/store/documents.ts";
import { isAway } from "../../shared/store/trouble.ts";
import { inTurn } from "../../shared/store/turn.ts";
import type { WorkerDeps } from "../deps.ts";
import { applyBatch } from "./members/apply.ts";

/** The longest wait between two tries of one member. */
const backoffMaxMs = 60 * 60 * 1000;

/**
 * Drains an organization.
 * @returns whether there is more to do than this share
 * @throws what keeps the database away; the next wake-up or the sweeper comes back to it
 */
export async function drain(deps: WorkerDeps, organization: string): Promise<boolean> {
  for (let batch = 0; batch < deps.config.DRAIN_BATCHES; batch += 1) {
    if (deps.stopping.aborted) return true;
    const applied = await applyDue(deps, organization);
    if (applied === 0) return false;
  }
  return true;
}

/** Applies one batch. @returns how many members were taken, whatever became of them */
async function applyDue(deps: WorkerDeps, organization: string): Promise<number> {
  try {
    return await applyAndMail(deps, organization);
  } catch (error) {
    if (isAway(error)) throw error;
    deps.log.warn(
      { err: error, organization },
      "a batch could not be applied; its members are applied one by one",
    );
    return applyOneByOne(deps, organization);
  }
}

async function applyOneByOne(deps: WorkerDeps, organization: string): Promise<number> {
  const { store, config, now } = deps;
  const due = await store.members
    .find({ organization, "pending.dueAt": { $lte: now() } }, { projection: { _id: 1 } })
    .sort({ "pending.dueAt": 1 })
    .limit(config.DRAIN_BATCH)
    .toArray();
  for (const { _id } of due) {
    try {
      await applyAndMail(deps, organization, _id);
    } catch (error) {
      if (isAway(error)) throw error;
      await countTry(deps, organization, _id, error);
    }
  }
  return due.length;
}

async function applyAndMail(deps: WorkerDeps, organization: string, only?: string): Promise<number> {
  const { members, emails } = await applyBatch(deps, organization, only);
  deps.queues.mailOut(emails).catch((error: unknown) => {
    deps.log.debug({ err: error, organization }, "e-mails were not queued; the sweeper will find them");
  });
  return members;
}

/** Counts a try that failed; after the last one the member is `failed`: listed, and tried again when told to. */
async function countTry(deps: WorkerDeps, organization: string, id: string, error: unknown): Promise<void> {
  const { store, config, now, log } = deps;
  const at = now();
  const message = error instanceof Error ? error.message.slice(0, 1_000) : "unknown";
  log.error({ err: error, organization, member: id }, "the work of a member failed");
  await inTurn(store, organization, at, async (turn) => {
    const member = await store.members.findOne(
      { organization, _id: id, pending: { $exists: true } },
      { session: turn.session },
    );
    if (!member) return;
    const attempts = (member.pending?.attempts ?? 0) + 1;
    const failed = attempts >= config.WORK_ATTEMPTS;
    const set = { "pending.attempts": attempts, "pending.error": message };
    const update = failed
      ? { $set: { ...set, "pending.failedAt": at }, $unset: { "pending.dueAt": true as const } }
      : {
          $set: {
            ...set,
            "pending.dueAt": new Date(at.getTime() + backoffMs(attempts, config.WORK_BACKOFF_MS)),
          },
        };
    await store.members.updateOne({ organization, _id: id, version: member.version }, update, {
      session: turn.session,
    });
    if (failed) turn.fail([{ kind: "work", subject: id, cause: causeOf(member, attempts) }]);
  });
}

function causeOf({ attributes }: Partial<Member>, attempts: number): string {
  return `The change of ${attributes?.userName ?? "a member"} could not be applied in ${attempts} tries. It is kept, and can be tried again.`;
}

/** Doubles with each try, and is spread so that what failed together does not come back together. */
function backoffMs(attempts: number, firstMs: number): number {
  return Math.min(backoffMaxMs, firstMs * 2 ** (attempts - 1)) * (0.5 + Math.random() / 2);
}
