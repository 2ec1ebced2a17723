/**
 * Tells an owner that the organization has no key yet: as a dialog at the first look, and as a line above every page until
 * it is made. It can be put off, and does not go away.
 */
import { useState } from "preact/hooks";
import { Dialog } from "../../parts/dialog.tsx";
import { useToast } from "../../parts/toast.tsx";
import { useOrganization } from "../../parts/use-api.ts";
import type { OwnKeys } from "../../parts/wire.ts";
import { KeySetup } from "./key-setup.tsx";

/** Kept for as long as the tab is: whoever comes back another day is asked again. */
const putOff = "key-setup-put-off";

export default function KeyNotice() {
  const { data: keys } = useOrganization<OwnKeys>("/me/keys");
  const [isOpen, setOpen] = useState(() => sessionStorage.getItem(putOff) === null);
  const toast = useToast();
  if (!keys) return null;
  const close = () => {
    sessionStorage.setItem(putOff, "yes");
    setOpen(false);
  };
  return (
    <>
      <div class="note waiting">
        <p>
          Your organization has no key yet. Nobody can be confirmed before it is made; it takes a minute,
          once.
        </p>
        <button type="button" class="small" onClick={() => setOpen(true)}>
          Make it now
        </button>
      </div>
      {isOpen && (
        <Dialog title="Your organization's key" onClose={close}>
          <KeySetup keys={keys} onDone={() => toast("The organization has its key.")} />
          <footer class="actions">
            <button type="button" class="secondary" onClick={close}>
              Later
            </button>
          </footer>
        </Dialog>
      )}
    </>
  );
}
