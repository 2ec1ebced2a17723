/**
 * How far a sync is: what is acknowledged and not applied yet, falling to nothing. The bar is measured by the most that
 * was seen since it began.
 */
import { useEffect, useState } from "preact/hooks";
import { Ago } from "../../parts/ago.tsx";
import { counted, number } from "../../parts/numbers.ts";
import { ProgressBar } from "../../parts/progress-bar.tsx";
import type { Overview } from "../../parts/wire.ts";

export function SyncProgress({ pending }: { pending: Overview["pending"] }) {
  const { members, groups, memberships, since } = pending;
  const left = members + groups + memberships;
  const [most, setMost] = useState(left);
  useEffect(() => setMost((before) => (left === 0 ? 0 : Math.max(before, left))), [left]);
  if (left === 0) return null;
  const parts = [
    ...(members > 0 ? [counted(members, "member")] : []),
    ...(groups > 0 ? [counted(groups, "group")] : []),
    ...(memberships > 0 ? [counted(memberships, "membership")] : []),
  ];
  return (
    <section class="card">
      <ProgressBar
        label={`Applying what the directory sent: ${number(left)} to go`}
        value={most - left}
        max={most}
      />
      <p class="quiet">
        {new Intl.ListFormat("en").format(parts)}
        {since && (
          <>
            , the oldest acknowledged <Ago at={since} />
          </>
        )}
      </p>
    </section>
  );
}
