/**
 * Works through a list with so many items in flight.
 *
 * Always true: after a failure no further item is begun, and nothing is left running when the promise settles.
 */
export async function forEachInFlight<T>(
  limit: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  let failed = false;
  const worker = async () => {
    for (const item of rest) {
      if (failed) return;
      await work(item).catch((cause: unknown) => {
        failed = true;
        throw cause;
      });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: limit }, worker));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
