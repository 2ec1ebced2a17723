/**
 * Where the charts stand, also while they are not there yet: of one size, so that nothing moves when they come.
 */
import type { ComponentChildren } from "preact";
import { Skeleton } from "../../parts/skeleton.tsx";

export function ChartsFrame({ children }: { children?: ComponentChildren }) {
  return (
    <section>
      <h2>The last day</h2>
      <div class="charts">{children ?? [0, 1, 2, 3].map((place) => <Placeholder key={place} />)}</div>
    </section>
  );
}

function Placeholder() {
  return (
    <div class="card chart">
      <Skeleton lines={1} size="chart" />
    </div>
  );
}
