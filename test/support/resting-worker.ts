/**
 * A worker that is held as it is for a while, so that a test decides what has happened before it looks.
 */
import type { House } from "./house.ts";

/** Does something while no worker looks; afterwards the worker goes on. */
export async function whileWorkerRests<Result>(
  { worker: { pid } }: House,
  act: () => Promise<Result>,
): Promise<Result> {
  process.kill(pid, "SIGSTOP");
  try {
    return await act();
  } finally {
    process.kill(pid, "SIGCONT");
  }
}
