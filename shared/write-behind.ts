/**
 * Writes in the background what is kept in memory until then: soon after there is something, one write at a time, and
 * once more at the end. Nothing runs while there is nothing to write.
 */

export type WriteBehind = {
  /** There is something to be written. */
  soon(): void;
  /** Writes what is left; nothing is written afterwards. */
  close(): Promise<void>;
};

/**
 * @param write says whether anything is left for the next time; it does not throw
 * @param everyMs the pause before each write
 */
export function openWriteBehind(write: () => Promise<boolean>, everyMs: number): WriteBehind {
  let timer: NodeJS.Timeout | undefined;
  /** One at a time: two would write the same. */
  let writing: Promise<unknown> = Promise.resolve();

  async function writeDown(): Promise<void> {
    if (await write()) soon();
  }

  function soon(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      writing = writing.then(writeDown);
    }, everyMs).unref();
  }

  return {
    soon,
    close: async () => {
      // What an earlier write left, and what came since.
      writing = writing.then(writeDown).then(writeDown);
      await writing;
      clearTimeout(timer);
    },
  };
}
