/**
 * How a chart is drawn: in the page's own colours, with few lines.
 */
import uPlot from "uplot";
import { spanInWords } from "../../parts/ago-words.ts";
import { number } from "../../parts/numbers.ts";
import type { ChartWords, Series } from "./series.ts";

const properties: Readonly<Record<Series["tone"], string>> = {
  accent: "--pico-primary",
  quiet: "--pico-muted-color",
  bad: "--bad",
};

/** @param point is told the slice under the pointer, and undefined where there is none */
export function optionsOf(
  chart: ChartWords,
  element: HTMLElement,
  point: (index: number | undefined) => void,
): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (property: string) => style.getPropertyValue(property).trim();
  const font = `12px ${style.fontFamily}`;
  const axis = {
    stroke: colour("--pico-muted-color"),
    font,
    ticks: { show: false },
    grid: { stroke: colour("--pico-muted-border-color"), width: 1 },
  };
  const isBars = chart.kind === "bars";
  const bars = uPlot.paths.bars?.({ size: [0.7, 24] });
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: !isBars } },
    // A quiet day has a scale all the same.
    scales: { y: { range: (_, __, max) => [0, Math.max(max * 1.1, isBars ? 4 : 100)] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 26,
        gap: 6,
        space: 64,
        values: (_, ticks) => ticks.map(timeOf),
      },
      {
        ...axis,
        size: 52,
        space: 36,
        values: (_, ticks) => ticks.map((tick) => (isBars ? whole(tick) : spanInWords(tick))),
      },
    ],
    series: [
      {},
      ...chart.series.map(({ name, tone }) => ({
        label: name,
        stroke: colour(properties[tone]),
        // Between two calls nothing was applied; the line goes on.
        spanGaps: true,
        width: isBars ? 0 : 1.5,
        points: { show: !isBars, size: 4 },
        ...(isBars && { fill: colour(properties[tone]), ...(bars && { paths: bars }) }),
      })),
    ],
    hooks: { setCursor: [({ cursor }) => point(cursor.idx ?? undefined)] },
  };
}

function whole(tick: number): string {
  return Number.isInteger(tick) ? number(tick) : "";
}

const times = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

function timeOf(seconds: number): string {
  return times.format(new Date(seconds * 1_000));
}
