/**
 * The parts of a page that is too long for one, to choose from above it.
 */
import { Link, useRoute } from "wouter-preact";

type Place = { readonly to: string; readonly name: string };
type Props = {
  /** What they are parts of, for who cannot see. */
  readonly label: string;
  readonly places: readonly Place[];
};

export function Sections({ label, places }: Props) {
  return (
    <nav class="sections" aria-label={label}>
      {places.map((place) => (
        <Section key={place.to} {...place} />
      ))}
    </nav>
  );
}

function Section({ to, name }: Place) {
  const [isHere] = useRoute(to);
  return (
    <Link href={to} aria-current={isHere ? "page" : undefined}>
      {name}
    </Link>
  );
}
