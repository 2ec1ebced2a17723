/**
 * Another passphrase for the same key pair: it is wrapped anew, and nothing else changes.
 */
import { useState } from "preact/hooks";
import type { KeyPair } from "../../keys/private-key.ts";
import { LostPassphrase, NewPassphrase } from "../../parts/new-passphrase.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { request } from "../../parts/request.ts";
import { useOrganizationPath, useSession } from "../../parts/session.ts";
import { useToast } from "../../parts/toast.tsx";
import { useAction } from "../../parts/use-action.ts";
import { useReadAgain } from "../../parts/use-api.ts";
import type { OwnKeys } from "../../parts/wire.ts";
import { useHolder } from "../keys/holder.ts";
import { UnlockForm } from "../keys/unlock-form.tsx";

type Props = { readonly keys: OwnKeys; readonly onDone: () => void };

export function ChangePassphrase({ keys, onDone }: Props) {
  const [pair, setPair] = useState<KeyPair>();
  if (pair) return <NewOne pair={pair} onDone={onDone} />;
  return (
    <>
      <p>First the passphrase that you have now.</p>
      <UnlockForm keys={keys} action="Go on" onUnlocked={(unlocked) => setPair(unlocked.pair)} />
    </>
  );
}

function NewOne({ pair, onDone }: { pair: KeyPair; onDone: () => void }) {
  const holder = useHolder();
  const { member } = useSession();
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  const toast = useToast();
  const [passphrase, setPassphrase] = useState("");
  const { run, isRunning, error } = useAction(async () => {
    const { wrapPrivateKey } = await import("../../keys/private-key.ts");
    const wrappedPrivateKey = await wrapPrivateKey(pair, holder, passphrase);
    await request("PUT", path("/me/passphrase"), { publicKey: pair.publicKey, wrappedPrivateKey });
    await readAgain();
    toast("From now on the new passphrase opens your key.");
    onDone();
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <NewPassphrase account={member.address ?? member.name} onChange={setPassphrase} />
      <LostPassphrase />
      <ProblemBox error={error} />
      <button type="submit" aria-busy={isRunning}>
        Change the passphrase
      </button>
    </form>
  );
}
