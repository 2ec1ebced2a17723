/**
 * A new SCIM key with its URL, shown this once.
 */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Copyable } from "../../parts/copy-button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { useReadAgain } from "../../parts/use-api.ts";
import type { IssuedKey } from "../../parts/wire.ts";

type Shown = {
  /** The key that was made on this page, also once the dialog is closed. */
  readonly issued: IssuedKey | undefined;
  readonly onIssued: (issued: IssuedKey) => void;
  readonly dialog: ComponentChildren;
};

/**
 * Shows a key that was made. For whatever stays on the page when the organization is read anew: a button that turns SCIM on
 * goes with that, and would take the key with it.
 */
export function useIssuedKey(): Shown {
  const readAgain = useReadAgain();
  const [issued, setIssued] = useState<IssuedKey>();
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
    void readAgain();
  };
  return {
    issued,
    onIssued: (key) => {
      setIssued(key);
      setOpen(true);
    },
    dialog: issued && isOpen && <IssuedKeyDialog issued={issued} onClose={close} />,
  };
}

type Props = { readonly issued: IssuedKey; readonly onClose: () => void };

function IssuedKeyDialog({ issued, onClose }: Props) {
  return (
    <Dialog title="Your SCIM key" onClose={onClose}>
      <p>
        <strong>The key is shown this once.</strong> Copy it into your directory now. If it gets lost, make a
        new one.
      </p>
      <p class="field-name">SCIM URL (Tenant URL in Entra ID)</p>
      <Copyable text={issued.scimUrl} what="SCIM URL" />
      <p class="field-name">SCIM key (Secret Token in Entra ID)</p>
      <Copyable text={issued.scimKey} what="SCIM key" />
      <footer class="actions">
        <button type="button" onClick={onClose}>
          I have copied the key
        </button>
      </footer>
    </Dialog>
  );
}
