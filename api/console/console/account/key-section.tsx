/**
 * One's key: the words that others compare, whether the organization's key is held, and what can be done with it.
 */
import { useState } from "preact/hooks";
import { Cancel, Dialog } from "../../parts/dialog.tsx";
import { FingerprintWords } from "../../parts/fingerprint-words.tsx";
import { useSession } from "../../parts/session.ts";
import type { Member, OwnKeys } from "../../parts/wire.ts";
import { KeySetup } from "../keys/key-setup.tsx";
import { ChangePassphrase } from "./change-passphrase.tsx";
import { CheckKey } from "./check-key.tsx";
import { NewKey } from "./new-key.tsx";

type Props = { readonly me: Member; readonly keys: OwnKeys };

export function KeySection({ me, keys }: Props) {
  const [asked, setAsked] = useState<"passphrase" | "new">();
  const close = () => setAsked(undefined);
  if (keys.publicKey === null) return <NoKeyYet me={me} keys={keys} />;
  return (
    <>
      <p>
        These are the words of your key. Whoever confirms you asks for them, and sees the same ones; they are
        no secret.
      </p>
      <FingerprintWords publicKey={keys.publicKey} />
      <State me={me} keys={keys} />
      <CheckKey key={`${keys.publicKey} ${keys.sealedOrganizationKey?.ciphertext}`} keys={keys} />
      <div class="actions">
        <button type="button" class="secondary" onClick={() => setAsked("passphrase")}>
          Change the passphrase
        </button>
        <button type="button" class="secondary" onClick={() => setAsked("new")}>
          I have lost my passphrase
        </button>
      </div>
      {asked === "passphrase" && (
        <Dialog title="Change the passphrase" onClose={close}>
          <ChangePassphrase keys={keys} onDone={close} />
          <Cancel onCancel={close} />
        </Dialog>
      )}
      {asked === "new" && (
        <Dialog title="A lost passphrase" onClose={close}>
          <NewKey isLost onDone={close} />
          <Cancel onCancel={close} />
        </Dialog>
      )}
    </>
  );
}

function State({ me, keys }: Props) {
  if (keys.sealedOrganizationKey !== null) return null;
  if (!keys.organizationHasKey) {
    return (
      <div class="note waiting">
        <p>The organization has no key yet. An owner makes it; then an admin can confirm you.</p>
      </div>
    );
  }
  return (
    <div class="note waiting">
      <p>
        {me.status === "confirmed"
          ? "You do not hold the organization's key. Ask an admin to confirm your key."
          : "You wait for confirmation. An admin was told; have your words at hand when they ask."}
      </p>
    </div>
  );
}

/** Whoever came in before there were keys, or by the provider. */
function NoKeyYet({ me, keys }: Props) {
  const { member } = useSession();
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const makesTheFirst = !keys.organizationHasKey && member.role === "owner" && me.status === "confirmed";
  const title = makesTheFirst ? "Your organization's key" : "Make a key";
  return (
    <>
      <p>
        You have no key yet.{" "}
        {makesTheFirst
          ? "Neither has your organization: both are made together."
          : "Make one; then an admin confirms that it is yours, and gives you the organization's key."}
      </p>
      <div class="actions">
        <button type="button" onClick={() => setOpen(true)}>
          {makesTheFirst ? "Make the organization's key" : "Make a key"}
        </button>
      </div>
      {isOpen && (
        <Dialog title={title} onClose={close}>
          {makesTheFirst ? <KeySetup keys={keys} onDone={close} /> : <NewKey onDone={close} />}
          <Cancel onCancel={close} />
        </Dialog>
      )}
    </>
  );
}
