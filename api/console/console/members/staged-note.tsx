/**
 * Above those who are staged: all who wait for an admin's release can have it at once, however many they are.
 */
import { useState } from "preact/hooks";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { counted } from "../../parts/numbers.ts";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { useToast } from "../../parts/toast.tsx";
import { useOrganization, useReadAgain } from "../../parts/use-api.ts";
import type { Overview } from "../../parts/wire.ts";
import { doneInWords } from "./actions.ts";

export function StagedNote() {
  const [isAsking, setAsking] = useState(false);
  const { data } = useOrganization<Overview>("/overview");
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  const toast = useToast();
  const held = data?.waiting.release ?? 0;
  if (held === 0) return null;
  const release = async () => {
    const { members } = await request<{ members: number }>("POST", path("/members/actions/all"), {
      action: "release",
    });
    void readAgain();
    toast(doneInWords(members, "released"));
  };
  return (
    <div class="note">
      <p>
        {counted(held, "member is", "members are")} staged until an admin releases the invitation. Whoever
        waits for a seat or an address goes on by themselves.
      </p>
      <button type="button" class="small" onClick={() => setAsking(true)}>
        Release all invitations
      </button>
      {isAsking && (
        <ConfirmDialog
          title="Release all invitations"
          action="Release all"
          onConfirm={release}
          onClose={() => setAsking(false)}
        >
          <p>
            {counted(held, "member gets", "members get")} the invitation by e-mail now, as far as there are
            seats.
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}
