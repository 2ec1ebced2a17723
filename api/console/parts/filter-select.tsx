/**
 * One thing that a list is narrowed by; the first option is all of it.
 */
import { useId } from "preact/hooks";

type Props = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly name: string }[];
  readonly onChange: (value: string) => void;
};

export function FilterSelect({ label, value, options, onChange }: Props) {
  const id = useId();
  return (
    <div class="filter-field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  );
}
