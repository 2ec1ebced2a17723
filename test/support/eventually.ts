/**
 * Waiting for a state, never for a time.
 */
import { setTimeout as pause } from "node:timers/promises";

/**
 * Asks again and again until the expectation holds.
 * @param expectation throws while it does not hold
 * @returns what the expectation gives back in the end
 * @throws what the last try threw, when the deadline passes
 */
export async function eventually<Result>(
  expectation: () => Result | Promise<Result>,
  deadlineMs = 20_000,
): Promise<Result> {
  for (const end = Date.now() + deadlineMs; ; ) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await pause(15);
  }
}
