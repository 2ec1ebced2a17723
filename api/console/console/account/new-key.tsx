/**
 * A new key pair, for a member who has none or who lost the passphrase of the old one. The old one cannot be opened any
 * more by anybody, and the member goes back to waiting for confirmation.
 */
import { useState } from "preact/hooks";
import { whyNoKeys } from "../../keys/able.ts";
import { LostPassphrase, NewPassphrase } from "../../parts/new-passphrase.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { request } from "../../parts/request.ts";
import { useOrganizationPath, useSession } from "../../parts/session.ts";
import { useToast } from "../../parts/toast.tsx";
import { useAction } from "../../parts/use-action.ts";
import { useReadAgain } from "../../parts/use-api.ts";
import { useHolder } from "../keys/holder.ts";
import { NoKeysHere } from "../keys/no-keys-here.tsx";

type Props = { readonly isLost?: boolean; readonly onDone: () => void };

export function NewKey({ isLost = false, onDone }: Props) {
  const { member } = useSession();
  const [passphrase, setPassphrase] = useState("");
  const make = useNewKey();
  const { run, isRunning, error } = useAction(async () => {
    await make(passphrase);
    onDone();
  });
  if (whyNoKeys() !== null) return <NoKeysHere />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      {isLost ? <WhatIsLost /> : <p>Your browser makes a key for you and locks it with a passphrase.</p>}
      <NewPassphrase account={member.address ?? member.name} onChange={setPassphrase} />
      <LostPassphrase />
      {isLost && (
        <label>
          <input type="checkbox" required />I give up the key that I have now
        </label>
      )}
      <ProblemBox error={error} />
      <button type="submit" class={isLost ? "danger" : undefined} aria-busy={isRunning}>
        Make a new key
      </button>
    </form>
  );
}

function WhatIsLost() {
  return (
    <>
      <p>Nobody can open your old key without its passphrase: not an admin, and not this server. Instead:</p>
      <ul>
        <li>You make a new key, with a new passphrase.</li>
        <li>
          You go back to waiting. An admin compares the words of the new key with you and confirms you again.
        </li>
        <li>Then the same organization's key is yours again, and with it all that was sealed with it.</li>
      </ul>
    </>
  );
}

function useNewKey(): (passphrase: string) => Promise<void> {
  const holder = useHolder();
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  const toast = useToast();
  return async (passphrase) => {
    const { makeKeyPair, wrapPrivateKey } = await import("../../keys/private-key.ts");
    const pair = await makeKeyPair();
    const wrappedPrivateKey = await wrapPrivateKey(pair, holder, passphrase);
    await request("POST", path("/me/keys"), { publicKey: pair.publicKey, wrappedPrivateKey });
    await readAgain();
    toast("You have a new key. An admin confirms it.");
  };
}
