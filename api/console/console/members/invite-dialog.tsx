/**
 * Invites someone by hand.
 */
import { useState } from "preact/hooks";
import { Dialog } from "../../parts/dialog.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { useToast } from "../../parts/toast.tsx";
import { useAction } from "../../parts/use-action.ts";
import { useReadAgain } from "../../parts/use-api.ts";
import type { Member } from "../../parts/wire.ts";

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [address, setAddress] = useState("");
  const [displayName, setDisplayName] = useState("");
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  const toast = useToast();
  const { run, isRunning, error } = useAction(async () => {
    const name = displayName.trim();
    const body = { address: address.trim(), ...(name !== "" && { displayName: name }) };
    const member = await request<Member>("POST", path("/members"), body);
    void readAgain();
    toast(`${member.displayName ?? body.address} is invited.`);
    onClose();
  });
  return (
    <Dialog title="Invite someone" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <p class="quiet">
          They get an e-mail with a link, and take a seat. Should the directory send the same person later,
          the two are linked.
        </p>
        <label>
          E-mail address
          <input
            type="email"
            required
            maxLength={254}
            autoComplete="off"
            value={address}
            onInput={(event) => setAddress(event.currentTarget.value)}
          />
        </label>
        <label>
          Name <small class="quiet">(may be left out)</small>
          <input
            maxLength={256}
            autoComplete="off"
            value={displayName}
            onInput={(event) => setDisplayName(event.currentTarget.value)}
          />
        </label>
        <ProblemBox error={error} />
        <footer class="actions">
          <button type="button" class="secondary" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" aria-busy={isRunning}>
            Invite
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
