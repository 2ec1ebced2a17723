/**
 * Settings that are saved the moment they are changed: a switch, and one of several.
 */
import { useId, useState } from "preact/hooks";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { useAction } from "../../parts/use-action.ts";

type SwitchProps = {
  readonly label: string;
  readonly hint: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => Promise<void>;
};

export function Switch({ label, hint, checked, onChange }: SwitchProps) {
  const id = useId();
  const [wanted, run, action] = useWanted(checked, onChange);
  return (
    <div class="setting">
      <label>
        <input
          type="checkbox"
          role="switch"
          aria-checked={wanted}
          aria-describedby={id}
          checked={wanted}
          disabled={action.isRunning}
          onChange={(event) => run(event.currentTarget.checked)}
        />
        {label}
      </label>
      <small id={id}>{hint}</small>
      <ProblemBox error={action.error} />
    </div>
  );
}

type ChoiceProps<Value extends string> = {
  readonly legend: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly name: string; readonly hint?: string }[];
  readonly onChange: (value: Value) => Promise<void>;
};

export function Choice<Value extends string>({ legend, value, options, onChange }: ChoiceProps<Value>) {
  const id = useId();
  const [wanted, run, action] = useWanted(value, onChange);
  return (
    <fieldset class="setting" disabled={action.isRunning}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={id}
            value={option.value}
            checked={wanted === option.value}
            onChange={() => run(option.value)}
          />
          <span>
            {option.name}
            {option.hint && <small>{option.hint}</small>}
          </span>
        </label>
      ))}
      <ProblemBox error={action.error} />
    </fieldset>
  );
}

/** What is shown is what was asked for while it is under way, and what is so afterwards. */
function useWanted<Value>(value: Value, onChange: (value: Value) => Promise<void>) {
  const [wanted, setWanted] = useState<{ readonly value: Value }>();
  const action = useAction(onChange);
  const run = async (next: Value) => {
    setWanted({ value: next });
    await action.run(next);
    setWanted(undefined);
  };
  return [wanted ? wanted.value : value, (next: Value) => void run(next), action] as const;
}
