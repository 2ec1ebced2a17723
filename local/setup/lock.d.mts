/** The types of `lock.mjs`, which must stay plain JavaScript. */
export function takeLock(path: string): { heldBy: null; release: () => void } | { heldBy: number };
export function processBirth(pid: number): string | null;
