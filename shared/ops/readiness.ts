/**
 * Whether a process can do its work, and if not, why, in words for an operator. Nothing in it names a host, a
 * password or a person.
 */
import type { Deps } from "../deps.ts";
import { within } from "../within.ts";

/** One thing that was looked at. Only what is needed makes the process unready. */
export type Check = { readonly ok: boolean; readonly needed: boolean; readonly cause?: string };

export type Readiness = { readonly ready: boolean; readonly checks: Readonly<Record<string, Check>> };

/** What is told until the process has opened what it stands on. */
export const starting: Readiness = readinessOf({
  process: { ok: false, needed: true, cause: "The process starts, and waits for MongoDB." },
});

/**
 * Looks at everything, at the same time and for a bounded time.
 * @param isStopping whether the process was asked to stop
 * @param own what is looked at in this process alone
 */
export async function readReadiness(
  { store, queues, config }: Deps,
  isStopping: boolean,
  own: Readonly<Record<string, Check>> = {},
): Promise<Readiness> {
  const waitMs = config.READY_WAIT_MS;
  // The primary answers it: without one, nothing is acknowledged and nothing applied.
  const ping = store.database.command({ ping: 1 }, { timeoutMS: waitMs });
  const [mongodb, redis] = await Promise.all([
    check(within(ping, waitMs, "MongoDB"), true, `MongoDB did not answer within ${waitMs} ms.`),
    check(
      within(queues.depths(), waitMs, "Redis"),
      false,
      `Redis did not answer within ${waitMs} ms. Writes are acknowledged and applied without it, only later; e-mails wait.`,
    ),
  ]);
  const process: Check = isStopping
    ? { ok: false, needed: true, cause: "The process was asked to stop, and finishes what it has begun." }
    : { ok: true, needed: true };
  return readinessOf({ process, mongodb, redis, ...own });
}

function readinessOf(checks: Readiness["checks"]): Readiness {
  return { ready: Object.values(checks).every(({ ok, needed }) => ok || !needed), checks };
}

async function check(answer: Promise<unknown>, needed: boolean, cause: string): Promise<Check> {
  return answer.then(
    () => ({ ok: true, needed }),
    () => ({ ok: false, needed, cause }),
  );
}
