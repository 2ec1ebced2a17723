/**
 * A new SCIM key with its URL, shown this once.
 */
import { Copyable } from "../../parts/copy-button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import type { IssuedKey } from "../../parts/wire.ts";

type Props = { readonly issued: IssuedKey; readonly onClose: () => void };

export function IssuedKeyDialog({ issued, onClose }: Props) {
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
