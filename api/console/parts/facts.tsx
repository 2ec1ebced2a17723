/**
 * Facts, each under its name.
 */
import type { ComponentChildren } from "preact";

export type Fact = { readonly name: string; readonly value: ComponentChildren };

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
