/**
 * What the charts of the overview show, from the slices of the last day. Pure.
 */
import { spanInWords } from "../../parts/ago-words.ts";
import { counted, number } from "../../parts/numbers.ts";
import type { Activity } from "../../parts/wire.ts";

type Slice = Activity["slices"][number];

export type Series = {
  readonly name: string;
  /** A second one stands out less. */
  readonly tone: "accent" | "quiet" | "bad";
  readonly of: (slice: Slice) => number | null;
};

export type ChartWords = {
  readonly title: string;
  readonly kind: "bars" | "lines";
  readonly series: readonly Series[];
  readonly say: (value: number | null) => string;
  /** The whole day in a sentence. */
  readonly sum: (slices: readonly Slice[]) => string;
};

const count = (value: number | null) => number(value ?? 0);
const span = (value: number | null) => (value === null ? "none" : spanInWords(value));

export const charts: readonly ChartWords[] = [
  {
    title: "Writes of the directory",
    kind: "bars",
    series: [
      { name: "Taken", tone: "accent", of: ({ writes }) => writes },
      { name: "Refused", tone: "bad", of: ({ refused }) => refused },
    ],
    say: count,
    sum: (slices) => {
      const refused = total(slices, ({ refused }) => refused);
      return `${counted(
        total(slices, ({ writes }) => writes),
        "write",
      )} taken, ${counted(refused, "call")} refused.`;
    },
  },
  {
    title: "Changes applied",
    kind: "bars",
    series: [{ name: "Applied", tone: "accent", of: ({ applied }) => applied }],
    say: count,
    sum: (slices) =>
      `${counted(
        total(slices, ({ applied }) => applied),
        "change",
      )} applied.`,
  },
  {
    title: "Failures that opened",
    kind: "bars",
    series: [{ name: "Failures", tone: "bad", of: ({ failures }) => failures }],
    say: count,
    sum: (slices) =>
      `${counted(
        total(slices, ({ failures }) => failures),
        "failure",
      )} opened.`,
  },
  {
    title: "From acknowledged to applied",
    kind: "lines",
    series: [
      { name: "At most", tone: "quiet", of: ({ lagMaxMs }) => lagMaxMs },
      { name: "On average", tone: "accent", of: ({ lagMeanMs }) => lagMeanMs },
    ],
    say: span,
    sum: (slices) => {
      const longest = Math.max(...slices.map(({ lagMaxMs }) => lagMaxMs ?? -1));
      return longest < 0 ? "Nothing was applied." : `At most ${spanInWords(longest)}.`;
    },
  },
];

function total(slices: readonly Slice[], of: (slice: Slice) => number): number {
  return slices.reduce((sum, slice) => sum + of(slice), 0);
}

/** The slices in which there is anything to say, the newest first. */
export function telling({ series }: ChartWords, slices: readonly Slice[]): Slice[] {
  return slices.filter((slice) => series.some(({ of }) => (of(slice) ?? 0) > 0)).reverse();
}
