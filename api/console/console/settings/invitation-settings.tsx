/**
 * When invitations go out, how long they hold, and whom an invitee can ask.
 */
import { useId, useState } from "preact/hooks";
import type { Settings } from "../../parts/wire.ts";
import { StagedNote } from "../members/staged-note.tsx";
import { Choice } from "./fields.tsx";
import { SaveForm } from "./save-form.tsx";
import type { ChangeSettings } from "./use-settings.ts";

type Props = { readonly settings: Settings; readonly change: ChangeSettings };

export function InvitationSettings({ settings, change }: Props) {
  return (
    <section class="card">
      <h2>Invitations</h2>
      <Choice
        legend="When is somebody invited whom the directory sends?"
        value={settings.invitations}
        options={[
          { value: "atOnce", name: "At once" },
          {
            value: "held",
            name: "When an admin releases it",
            hint: "Until then they are staged: known, without an e-mail and without a seat.",
          },
        ]}
        onChange={(invitations) => change({ invitations })}
      />
      <StagedNote />
      <Days days={settings.invitationDays} change={change} />
      <Contact contact={settings.contact} change={change} />
    </section>
  );
}

function Days({ days, change }: { days: number; change: ChangeSettings }) {
  const id = useId();
  const [typed, setTyped] = useState(String(days));
  return (
    <SaveForm isChanged={typed !== String(days)} onSave={() => change({ invitationDays: Number(typed) })}>
      <label htmlFor={id}>An invitation can be accepted for so many days</label>
      <input
        id={id}
        class="short"
        type="number"
        required
        min={1}
        max={90}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <small>1 to 90; for those that are sent from now on.</small>
    </SaveForm>
  );
}

function Contact({ contact, change }: { contact: string; change: ChangeSettings }) {
  const id = useId();
  const [typed, setTyped] = useState(contact);
  return (
    <SaveForm isChanged={typed.trim() !== contact} onSave={() => change({ contact: typed.trim() })}>
      <label htmlFor={id}>Whom invitees can ask</label>
      <input
        id={id}
        required
        maxLength={254}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <small>An address, or a few words. It stands in the invitation and on its page.</small>
    </SaveForm>
  );
}
