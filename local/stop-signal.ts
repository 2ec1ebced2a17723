/**
 * Ctrl-C and its kin: the first asks to stop, a later one insists.
 * npm passes on the Ctrl-C that the terminal has sent us as well, so that two at once count as one.
 */
const SAME_MS = 700;

/** The two wishes of the person at the keyboard; each is there once. */
export type StopSignal = { readonly asked: Promise<void>; readonly insisted: Promise<void> };

/** Listens from now on; the process no longer ends by itself on these signals. */
export function listenForStop(): StopSignal {
  const asked = Promise.withResolvers<void>();
  const insisted = Promise.withResolvers<void>();
  let askedAt = 0;
  const hear = () => {
    const now = Date.now();
    if (askedAt === 0) {
      askedAt = now;
      asked.resolve();
    } else if (now - askedAt > SAME_MS) insisted.resolve();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, hear);
  return { asked: asked.promise, insisted: insisted.promise };
}
