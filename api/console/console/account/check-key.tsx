/**
 * Shows a member that the organization's key is theirs: it is opened in this browser, a test message is sealed and opened
 * with it, and texts of others can be.
 */
import { useState } from "preact/hooks";
import type { Bytes } from "../../keys/base64url.ts";
import { useToast } from "../../parts/toast.tsx";
import type { OwnKeys } from "../../parts/wire.ts";
import { useHolder } from "../keys/holder.ts";
import { type Unlocked, unlockedFor } from "../keys/keyring.ts";
import { UnlockForm } from "../keys/unlock-form.tsx";
import { MessageBox } from "./message-box.tsx";

export function CheckKey({ keys }: { keys: OwnKeys }) {
  const { organization } = useHolder();
  const toast = useToast();
  const [checked, setChecked] = useState<Unlocked | undefined>(() => unlockedFor(keys));
  if (keys.wrappedPrivateKey === null) return null;
  const check = async (unlocked: Unlocked) => {
    if (unlocked.organizationKey) await prove(unlocked.organizationKey, organization);
    else toast("Your passphrase opens your key.");
    setChecked(unlocked);
  };
  if (!checked) {
    return (
      <details class="check-key">
        <summary>Check my key</summary>
        <p class="quiet">
          Opens your key here, in this browser, and tries the organization's key if you hold it. Nothing is
          sent.
        </p>
        <UnlockForm keys={keys} action="Check my key" onUnlocked={check} />
      </details>
    );
  }
  return (
    <div class="check-key">
      <div class="note good">
        <p role="status">
          {checked.organizationKey
            ? "Your passphrase opens your key, and your key opens the organization's key: a test message went there and back."
            : "Your passphrase opens your key. You get the organization's key when an admin confirms you."}
        </p>
      </div>
      {checked.organizationKey && (
        <MessageBox organizationKey={checked.organizationKey} organization={organization} />
      )}
    </div>
  );
}

/** @throws KeyError where a test message does not come out as it went in */
async function prove(organizationKey: Bytes, organization: string): Promise<void> {
  const [{ sealMessage, openMessage }, { KeyError }] = await Promise.all([
    import("../../keys/message.ts"),
    import("../../keys/key-error.ts"),
  ]);
  const test = crypto.randomUUID();
  const sealed = await sealMessage(organizationKey, organization, test);
  if ((await openMessage(organizationKey, organization, sealed)) !== test) throw new KeyError("message");
}
