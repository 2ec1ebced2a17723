/**
 * The e-mails about failures: whether, to whom, and a test.
 */
import { useId, useState } from "preact/hooks";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { useToast } from "../../parts/toast.tsx";
import { useAction } from "../../parts/use-action.ts";
import type { Settings } from "../../parts/wire.ts";
import { Switch } from "./fields.tsx";
import { SaveForm } from "./save-form.tsx";
import type { ChangeSettings } from "./use-settings.ts";

type FailureMailSettings = Settings["failureMail"];
type Props = { readonly failureMail: FailureMailSettings; readonly change: ChangeSettings };

export function FailureMail({ failureMail: { enabled, addresses }, change }: Props) {
  return (
    <section class="card">
      <h2>Failure notification</h2>
      <Switch
        label="E-mails about failures"
        hint="When something fails or waits for you: one e-mail with all that is open, not one for each."
        checked={enabled}
        onChange={(isOn) => change({ failureMail: { enabled: isOn } })}
      />
      {enabled && (
        <>
          <Addresses key={addresses.join()} addresses={addresses} change={change} />
          <SendTest />
        </>
      )}
    </section>
  );
}

function Addresses({ addresses, change }: { addresses: readonly string[]; change: ChangeSettings }) {
  const id = useId();
  const kept = addresses.join("\n");
  const [typed, setTyped] = useState(kept);
  const wanted = typed.split(/[\s,;]+/).filter(Boolean);
  return (
    <SaveForm
      isChanged={wanted.join("\n") !== kept}
      onSave={() => change({ failureMail: { addresses: wanted } })}
    >
      <label htmlFor={id}>Addresses, one a line</label>
      <textarea
        id={id}
        rows={Math.max(2, Math.min(wanted.length + 1, 10))}
        spellcheck={false}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <small>Ten at most. Without any, they go to the contact that invitees are told.</small>
    </SaveForm>
  );
}

function SendTest() {
  const path = useOrganizationPath();
  const toast = useToast();
  const { run, isRunning, error } = useAction(async () => {
    const { addresses } = await request<{ addresses: string[] }>("POST", path("/failure-mail/test"));
    toast(`A test is on its way to ${addresses.join(", ")}.`);
  });
  return (
    <>
      <ProblemBox error={error} />
      <button type="button" class="secondary small" aria-busy={isRunning} onClick={() => void run()}>
        Send a test
      </button>
    </>
  );
}
