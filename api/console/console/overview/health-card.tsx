/**
 * How the sync is, what that means, and why.
 */
import type { Overview } from "../../parts/wire.ts";
import { healthWords } from "./health-words.ts";

export function HealthCard({ health: { state, reasons } }: { health: Overview["health"] }) {
  const { name, meaning, tone } = healthWords[state];
  return (
    <section class={`card health ${tone}`}>
      <h2>{name}</h2>
      <p class="quiet">{meaning}</p>
      {reasons.length > 0 && (
        <ul>
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
