/** A list in parts of bounded length, so that no query and no write grows with what a client sends. */
export function* inChunks<Item>(items: readonly Item[], length = 1_000): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += length) yield items.slice(start, start + length);
}
