/**
 * Asks for the passphrase and unlocks the member's keys with it. Nothing of it is sent.
 */
import { useId, useState } from "preact/hooks";
import { whyNoKeys } from "../../keys/able.ts";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { useSession } from "../../parts/session.ts";
import { useAction } from "../../parts/use-action.ts";
import type { OwnKeys } from "../../parts/wire.ts";
import { useHolder } from "./holder.ts";
import { type Unlocked, unlock } from "./keyring.ts";
import { NoKeysHere } from "./no-keys-here.tsx";

type Props = {
  readonly keys: OwnKeys;
  /** What it is unlocked for, as the verb on the button. */
  readonly action: string;
  readonly onUnlocked: (unlocked: Unlocked, passphrase: string) => void | Promise<void>;
};

export function UnlockForm({ keys, action, onUnlocked }: Props) {
  const id = useId();
  const holder = useHolder();
  const { member } = useSession();
  const [passphrase, setPassphrase] = useState("");
  const { run, isRunning, error } = useAction(async () => {
    await onUnlocked(await unlock(keys, holder, passphrase), passphrase);
  });
  if (whyNoKeys() !== null) return <NoKeysHere />;
  return (
    <form
      class="unlock"
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <input
        type="text"
        name="username"
        autoComplete="username"
        value={member.address ?? member.name}
        readOnly
        hidden
      />
      <label htmlFor={id}>Your passphrase</label>
      <input
        id={id}
        type="password"
        required
        autoComplete="current-password"
        value={passphrase}
        onInput={(event) => setPassphrase(event.currentTarget.value)}
      />
      <ProblemBox error={error} />
      <button type="submit" aria-busy={isRunning}>
        {action}
      </button>
    </form>
  );
}
