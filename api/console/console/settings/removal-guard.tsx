/**
 * The guard against a mass removal: where the directory takes out more than this within an hour, access ends at once, and
 * everything else is held until an admin has looked.
 */
import { useId, useState } from "preact/hooks";
import type { Settings } from "../../parts/wire.ts";
import { Switch } from "./fields.tsx";
import { SaveForm } from "./save-form.tsx";
import type { ChangeSettings } from "./use-settings.ts";

type Guard = Settings["removalGuard"];
type On = Exclude<Guard, "off">;
type Props = { readonly guard: Guard; readonly change: ChangeSettings };

/** What it begins with where it was off. */
const usual: On = { members: 20, percent: 10 };

export function RemovalGuard({ guard, change }: Props) {
  return (
    <section class="card">
      <h2>Guard against mass removal</h2>
      <Switch
        label="Hold back a mass removal"
        hint="A wrong filter in the directory can take out everybody at once. Their access ends then too, but what they had is kept until you approve or undo it."
        checked={guard !== "off"}
        onChange={(isOn) => change({ removalGuard: isOn ? usual : "off" })}
      />
      {guard !== "off" && <Limits key={`${guard.members} ${guard.percent}`} guard={guard} change={change} />}
    </section>
  );
}

function Limits({ guard, change }: { guard: On; change: ChangeSettings }) {
  const id = useId();
  const [members, setMembers] = useState(String(guard.members));
  const [percent, setPercent] = useState(String(guard.percent));
  return (
    <SaveForm
      isChanged={members !== String(guard.members) || percent !== String(guard.percent)}
      onSave={() => change({ removalGuard: { members: Number(members), percent: Number(percent) } })}
    >
      <p id={`${id}-hint`}>Within an hour, more than both of these:</p>
      <div class="limits">
        <label>
          Members
          <input
            type="number"
            required
            min={1}
            max={1_000_000}
            aria-describedby={`${id}-hint`}
            value={members}
            onInput={(event) => setMembers(event.currentTarget.value)}
          />
        </label>
        <label>
          Percent of all
          <input
            type="number"
            required
            min={1}
            max={100}
            aria-describedby={`${id}-hint`}
            value={percent}
            onInput={(event) => setPercent(event.currentTarget.value)}
          />
        </label>
      </div>
    </SaveForm>
  );
}
