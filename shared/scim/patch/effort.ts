/**
 * How much work one PATCH may cause. Its operations, the values that they send and the values that are there
 * multiply, so the size of a body alone bounds nothing; what is spent here does, over all operations together.
 */
import { ScimError } from "../error.ts";
import type { Filter } from "../filter/filter.ts";

/** Comparisons of one value with another; a fraction of a second's worth. */
const comparisonsMax = 3_000_000;

export class Effort {
  #left = comparisonsMax;

  /**
   * Counts comparisons, before they are made.
   * @throws ScimError tooMany
   */
  spend(comparisons: number): void {
    this.#left -= comparisons;
    if (this.#left >= 0) return;
    throw new ScimError(
      "tooMany",
      "this PATCH compares too many values; send fewer values, or its operations in several requests.",
    );
  }
}

/** How many comparisons a filter makes for one element. */
export function comparisonsIn(filter: Filter | undefined): number {
  if (filter?.kind === "not") return comparisonsIn(filter.term);
  if (filter?.kind !== "and" && filter?.kind !== "or") return 1;
  return filter.terms.reduce((count, term) => count + comparisonsIn(term), 0);
}
