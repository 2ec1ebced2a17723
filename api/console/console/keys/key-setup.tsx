/**
 * The organization's key is made here, once, in the browser of an owner (row B53). An owner who has no key pair yet makes
 * one with it; one who has unlocks it.
 */
import { useState } from "preact/hooks";
import { whyNoKeys } from "../../keys/able.ts";
import type { KeyPair } from "../../keys/private-key.ts";
import { LostPassphrase, NewPassphrase } from "../../parts/new-passphrase.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { request } from "../../parts/request.ts";
import { useOrganizationPath, useSession } from "../../parts/session.ts";
import { useAction } from "../../parts/use-action.ts";
import { useReadAgain } from "../../parts/use-api.ts";
import type { OwnKeys } from "../../parts/wire.ts";
import { useHolder } from "./holder.ts";
import { keepUnlocked } from "./keyring.ts";
import { NoKeysHere } from "./no-keys-here.tsx";
import { UnlockForm } from "./unlock-form.tsx";

type Props = { readonly keys: OwnKeys; readonly onDone?: () => void };

export function KeySetup({ keys, onDone }: Props) {
  const setUp = useSetUp();
  if (whyNoKeys() !== null) return <NoKeysHere />;
  const { wrappedPrivateKey } = keys;
  return (
    <>
      <p>
        Members of your organization get its key when they are confirmed, each sealed for them alone. This
        server never sees it. It is made now, in this browser, and opens with a key of your own that your
        passphrase protects.
      </p>
      {wrappedPrivateKey ? (
        <UnlockForm
          keys={keys}
          action="Make the organization's key"
          onUnlocked={async ({ pair }) => {
            await setUp(pair, wrappedPrivateKey);
            onDone?.();
          }}
        />
      ) : (
        <WithNewPair onPair={setUp} onDone={onDone} />
      )}
    </>
  );
}

type SetUp = (pair: KeyPair, wrappedPrivateKey: NonNullable<OwnKeys["wrappedPrivateKey"]>) => Promise<void>;

function WithNewPair({ onPair, onDone }: { onPair: SetUp; onDone: (() => void) | undefined }) {
  const holder = useHolder();
  const { member } = useSession();
  const [passphrase, setPassphrase] = useState("");
  const { run, isRunning, error } = useAction(async () => {
    const { makeKeyPair, wrapPrivateKey } = await import("../../keys/private-key.ts");
    const pair = await makeKeyPair();
    await onPair(pair, await wrapPrivateKey(pair, holder, passphrase));
    onDone?.();
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
      <p class="quiet">
        While you are the only one who holds the organization's key, it is lost with your passphrase. Confirm
        a second owner soon.
      </p>
      <ProblemBox error={error} />
      <button type="submit" aria-busy={isRunning}>
        Make the organization's key
      </button>
    </form>
  );
}

function useSetUp(): SetUp {
  const holder = useHolder();
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  return async (pair, wrappedPrivateKey) => {
    const { makeOrganizationKey, sealOrganizationKey } = await import("../../keys/organization-key.ts");
    const organizationKey = makeOrganizationKey();
    const sealedOrganizationKey = await sealOrganizationKey(organizationKey, pair.publicKey, holder);
    const { publicKey } = pair;
    await request("POST", path("/key"), { publicKey, wrappedPrivateKey, sealedOrganizationKey });
    keepUnlocked(
      { publicKey, wrappedPrivateKey, sealedOrganizationKey, organizationHasKey: true },
      { pair, organizationKey },
    );
    await readAgain();
  };
}
