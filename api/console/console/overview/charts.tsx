/**
 * The last day in four charts; each says the same in words and as a table.
 */
import { ProblemBox } from "../../parts/problem-box.tsx";
import { useOrganization } from "../../parts/use-api.ts";
import type { Activity } from "../../parts/wire.ts";
import { ChartsFrame } from "./charts-frame.tsx";
import { Plot } from "./plot.tsx";
import { type ChartWords, charts, telling } from "./series.ts";

const times = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });

export default function Charts() {
  const { data, error, readAgain } = useOrganization<Activity>("/activity");
  if (!data) return error ? <ProblemBox error={error} onRetry={readAgain} /> : <ChartsFrame />;
  return (
    <ChartsFrame>
      {charts.map((chart) => (
        <Chart key={chart.title} chart={chart} slices={data.slices} />
      ))}
    </ChartsFrame>
  );
}

function Chart({ chart, slices }: { chart: ChartWords; slices: Activity["slices"] }) {
  const rows = telling(chart, slices);
  return (
    <figure class="card chart">
      <figcaption>
        <h3>{chart.title}</h3>
        {chart.series.length > 1 && (
          <span class="chart-key">
            {chart.series.map(({ name, tone }) => (
              <span key={name} class={`in-${tone}`}>
                {name}
              </span>
            ))}
          </span>
        )}
      </figcaption>
      <Plot chart={chart} slices={slices} />
      <details>
        <summary>As a table</summary>
        {rows.length === 0 ? (
          <p class="quiet">There is nothing to list.</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
          <section class="scrolls" aria-label={`${chart.title}, as a table`} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">From</th>
                  {chart.series.map(({ name }) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((slice) => (
                  <tr key={slice.at}>
                    <th scope="row">{times.format(new Date(slice.at))}</th>
                    {chart.series.map(({ name, of }) => (
                      <td key={name}>{chart.say(of(slice))}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </details>
    </figure>
  );
}
