/**
 * Waiting for the next event of an organization, for those who follow its feed by long polls.
 */
import type { ApiDeps } from "../../../deps.ts";
import { Problem } from "../../http/problem.ts";

/**
 * Waits until there is an event after one, and no longer than so.
 * @param after the number of the last event that is known
 * @param signal ends the waiting where nobody waits any more
 * @returns whether there is one
 * @throws Problem where too many wait already
 */
export function untilEvent(
  { live }: Pick<ApiDeps, "live">,
  organization: string,
  after: number,
  waitMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (waitMs <= 0 || signal.aborted) return Promise.resolve(false);
  const giveBack = live.waits.take(organization, 1);
  if (!giveBack)
    throw new Problem(
      "tooMany",
      "Too many followers of this organization wait already. Ask without waiting.",
      {
        retryAfterSeconds: 5,
      },
    );
  return new Promise<boolean>((resolve) => {
    const settle = (isThere: boolean): void => {
      clearTimeout(deadline);
      signal.removeEventListener("abort", giveUp);
      leave();
      resolve(isThere);
    };
    const giveUp = () => settle(false);
    const leave = live.watch.listen(organization, {
      hear: ({ lastEvent }) => {
        if (lastEvent > after) settle(true);
      },
      end: giveUp,
    });
    const deadline = setTimeout(giveUp, waitMs);
    signal.addEventListener("abort", giveUp);
  }).finally(giveBack);
}
