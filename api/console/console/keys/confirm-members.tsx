/**
 * Confirming members (row B53): each is shown with the words of their key to compare; the organization's key is then
 * sealed in this browser for each who was compared. Nobody is confirmed by a key that was not looked at.
 */
import { useState } from "preact/hooks";
import { Cancel, Dialog } from "../../parts/dialog.tsx";
import { number } from "../../parts/numbers.ts";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { useSession } from "../../parts/session.ts";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useOrganization } from "../../parts/use-api.ts";
import type { BulkOutcome, Member, OwnKeys } from "../../parts/wire.ts";
import { CompareWords } from "./compare-words.tsx";
import { KeySetup } from "./key-setup.tsx";
import { unlockedFor } from "./keyring.ts";
import { UnlockForm } from "./unlock-form.tsx";

type Props = {
  readonly members: readonly Member[];
  readonly onDone: (outcome: BulkOutcome) => void;
  readonly onClose: () => void;
};

export function ConfirmMembers({ members, onDone, onClose }: Props) {
  const title = members.length === 1 ? "Confirm a member" : `Confirm ${number(members.length)} members`;
  return (
    <Dialog title={title} onClose={onClose}>
      <Steps members={members} onDone={onDone} onClose={onClose} />
    </Dialog>
  );
}

/** What is missing comes first: the organization's key, one's own, the passphrase. */
function Steps({ members, onDone, onClose }: Props) {
  const { data: keys, error, readAgain } = useOrganization<OwnKeys>("/me/keys");
  const [, setUnlocked] = useState(false);
  const organizationKey = keys && unlockedFor(keys)?.organizationKey;
  if (organizationKey)
    return (
      <CompareWords members={members} organizationKey={organizationKey} onDone={onDone} onCancel={onClose} />
    );
  return (
    <>
      {keys && <Missing keys={keys} onUnlocked={() => setUnlocked(true)} />}
      {!keys && !error && <Skeleton lines={4} />}
      {!keys && <ProblemBox error={error} onRetry={readAgain} />}
      <Cancel onCancel={onClose} />
    </>
  );
}

function Missing({ keys, onUnlocked }: { keys: OwnKeys; onUnlocked: () => void }) {
  const { member } = useSession();
  if (!keys.organizationHasKey) {
    if (member.role === "owner") return <KeySetup keys={keys} />;
    return (
      <p>
        Your organization has no key yet. An owner makes it at their next sign-in; then members can be
        confirmed.
      </p>
    );
  }
  if (keys.sealedOrganizationKey === null) {
    return (
      <p>
        You do not hold the organization's key yourself yet, so you cannot pass it on. Ask another admin to
        confirm you first.
      </p>
    );
  }
  return (
    <>
      <p>Your passphrase opens the organization's key, so that it can be sealed for whom you confirm.</p>
      <UnlockForm keys={keys} action="Unlock" onUnlocked={onUnlocked} />
    </>
  );
}
