/**
 * One chart, drawn; what is under the pointer is said in the line above it, which always has its height.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Activity } from "../../parts/wire.ts";
import { optionsOf } from "./plot-options.ts";
import type { ChartWords } from "./series.ts";

type Props = { readonly chart: ChartWords; readonly slices: Activity["slices"] };

const times = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

export function Plot({ chart, slices }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const [pointed, setPointed] = useState<number>();
  const data: uPlot.AlignedData = [
    slices.map(({ at }) => Date.parse(at) / 1_000),
    ...chart.series.map(({ of }) => slices.map(of)),
  ];
  const latest = useRef(data);
  latest.current = data;

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(optionsOf(chart, element, setPointed), latest.current, element);
    };
    draw();
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", draw);
    const sizes = new ResizeObserver(() =>
      plot.current?.setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    sizes.observe(element);
    return () => {
      dark.removeEventListener("change", draw);
      sizes.disconnect();
      plot.current?.destroy();
    };
  }, [chart]);

  useEffect(() => plot.current?.setData(data), [slices]);

  const slice = pointed === undefined ? undefined : slices[pointed];
  const sum = chart.sum(slices);
  return (
    <>
      <p class="chart-line quiet">
        {slice
          ? `${times.format(new Date(slice.at))}: ${chart.series.map(({ name, of }) => `${name.toLowerCase()} ${chart.say(of(slice))}`).join(", ")}`
          : sum}
      </p>
      <div class="plot" ref={place} role="img" aria-label={`${chart.title} over the last day: ${sum}`} />
    </>
  );
}
