/**
 * A day that a list is narrowed by; none is all of it.
 */
import { useId } from "preact/hooks";

/** Without an end a browser takes years of six digits, and makes room for them. */
const lastDay = "9999-12-31";

type Props = {
  readonly label: string;
  /** As in `2026-11-27`. */
  readonly value: string;
  readonly min?: string;
  readonly max?: string;
  readonly onChange: (value: string) => void;
};

export function DateField({ label, value, min, max, onChange }: Props) {
  const id = useId();
  return (
    <div class="filter-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={value}
        min={min}
        max={max || lastDay}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
