/**
 * A drain: brings an organization to what its records say, batch after batch, a bounded share at a time.
 * What cannot be done never holds up the rest: its batch is applied one by one, its try is counted, and it waits by
 * itself for the next.
 */
import { isAway } from "../../shared/store/trouble.ts";
import { inTurn } from "../../shared/store/turn.ts";
import type { WorkerDeps } from "../deps.ts";
import { clear } from "./groups/clear.ts";
import { groups, members, memberships, type Stage, type Work } from "./stages.ts";

/** The longest wait between two tries. */
const backoffMaxMs = 60 * 60 * 1000;

/**
 * Drains an organization.
 * @returns whether there is more to do than this share
 * @throws what keeps the database away; the next wake-up or the sweeper comes back to it
 */
export async function drain(deps: WorkerDeps, organization: string): Promise<boolean> {
  const ended = deps.metrics.drainBegan();
  return drainShare(deps, organization).finally(ended);
}

async function drainShare(deps: WorkerDeps, organization: string): Promise<boolean> {
  for (let batch = 0; batch < deps.config.DRAIN_BATCHES; batch += 1) {
    if (deps.stopping.aborted) return true;
    const taken =
      (await applyDue(deps, members, organization)) +
      (await applyDue(deps, groups, organization)) +
      (await applyDue(deps, memberships, organization));
    if (taken === 0) return clear(deps, organization);
  }
  return true;
}

/** Applies one batch of a stage. @returns how much was taken, whatever became of it */
async function applyDue(deps: WorkerDeps, stage: Stage, organization: string): Promise<number> {
  // A look is a tenth of the price of a turn.
  if ((await dueIds(deps, stage, organization, 1)).length === 0) return 0;
  try {
    return await stage.apply(deps, organization);
  } catch (error) {
    if (isAway(error)) throw error;
    const { collection } = stage;
    deps.metrics.batchFailed(collection);
    deps.log.warn(
      { err: error, organization, collection },
      "a batch could not be applied; it is applied one by one",
    );
    return applyOneByOne(deps, stage, organization);
  }
}

async function applyOneByOne(deps: WorkerDeps, stage: Stage, organization: string): Promise<number> {
  const due = await dueIds(deps, stage, organization, deps.config.DRAIN_BATCH);
  for (const id of due) {
    try {
      await stage.apply(deps, organization, id);
    } catch (error) {
      if (isAway(error)) throw error;
      await countTry(deps, stage, organization, id, error);
    }
  }
  return due.length;
}

async function dueIds(
  { store, now }: WorkerDeps,
  { collection }: Stage,
  organization: string,
  limit: number,
): Promise<string[]> {
  const found = await store.database
    .collection<Work>(collection)
    .find({ organization, "pending.dueAt": { $lte: now() } }, { projection: { _id: 1 } })
    .sort({ "pending.dueAt": 1 })
    .limit(limit)
    .toArray();
  return found.map(({ _id }) => String(_id));
}

/** Counts a try that failed; after the last one the work has `failed`: it is listed, and tried again when told to. */
async function countTry(
  deps: WorkerDeps,
  { collection, idOf, failureOf }: Stage,
  organization: string,
  id: string,
  error: unknown,
): Promise<void> {
  const { store, config, now, log } = deps;
  const at = now();
  const message = error instanceof Error ? error.message.slice(0, 1_000) : "unknown";
  log.error({ err: error, organization, collection, id }, "work failed");
  const works = store.database.collection<Work>(collection);
  await inTurn(store, organization, at, async (turn) => {
    const { session } = turn;
    const work = await works.findOne(
      { organization, _id: idOf(id), pending: { $exists: true } },
      { session },
    );
    // Where another drain was here first, the try is counted.
    if (!work?.pending?.dueAt || work.pending.dueAt > at) return;
    const attempts = work.pending.attempts + 1;
    const failed = attempts >= config.WORK_ATTEMPTS;
    const dueAt = new Date(at.getTime() + backoffMs(attempts, config.WORK_BACKOFF_MS));
    await works.updateOne(
      { organization, _id: work._id, version: work.version },
      {
        $set: {
          "pending.attempts": attempts,
          "pending.error": message,
          ...(failed ? { "pending.failedAt": at } : { "pending.dueAt": dueAt }),
        },
        ...(failed && { $unset: { "pending.dueAt": true as const } }),
      },
      { session },
    );
    if (!failed) return;
    const { subject, cause } = failureOf(work);
    const told = `${cause} could not be applied in ${attempts} tries. It is kept, and can be tried again.`;
    turn.fail([{ kind: "work", subject, cause: told }]);
  });
}

/** Doubles with each try, and is spread so that what failed together does not come back together. */
function backoffMs(attempts: number, firstMs: number): number {
  return Math.min(backoffMaxMs, firstMs * 2 ** (attempts - 1)) * (0.5 + Math.random() / 2);
}
