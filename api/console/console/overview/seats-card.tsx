/**
 * Seats that are used, of those that were bought; and how many groups there are.
 */
import { Link } from "wouter-preact";
import { counted, number } from "../../parts/numbers.ts";
import { ProgressBar } from "../../parts/progress-bar.tsx";
import type { Overview } from "../../parts/wire.ts";

export function SeatsCard({ seats: { bought, used }, groups }: Pick<Overview, "seats" | "groups">) {
  const left = Math.max(bought - used, 0);
  return (
    <section class="card">
      <h2>Seats and groups</h2>
      <ProgressBar label={`${number(used)} of ${counted(bought, "seat")} used`} value={used} max={bought} />
      <p class={left === 0 ? "waiting toned" : "quiet"}>
        {left === 0
          ? "No seat is free. Whoever comes next waits for one."
          : `${counted(left, "seat is", "seats are")} free.`}
      </p>
      <p>
        <Link href="/groups">{counted(groups, "group")}</Link>
      </p>
    </section>
  );
}
