/**
 * Confirms members who accepted: asks for the passphrase, shows fingerprints to compare, and seals the organization's key
 * for each.
 */
import { Dialog } from "../../parts/dialog.tsx";
import type { BulkOutcome, Member } from "../../parts/wire.ts";

type Props = {
  /** All have accepted, and have a public key. */
  readonly members: readonly Member[];
  readonly onDone: (outcome: BulkOutcome) => void;
  readonly onClose: () => void;
};

export function ConfirmMembers({ members, onClose }: Props) {
  return (
    <Dialog title={`Confirm: ${members.length}`} onClose={onClose}>
      <p>Not yet.</p>
    </Dialog>
  );
}
