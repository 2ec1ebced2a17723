/**
 * How far something is, as a bar and in words.
 */
import { useId } from "preact/hooks";

type Props = { readonly label: string; readonly value: number; readonly max: number };

export function ProgressBar({ label, value, max }: Props) {
  const id = useId();
  return (
    <div class="progress">
      <label htmlFor={id}>{label}</label>
      <progress id={id} value={value} max={Math.max(max, 1)} />
    </div>
  );
}
