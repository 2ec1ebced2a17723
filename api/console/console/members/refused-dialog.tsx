/**
 * Who was refused, and why; what could be done is done.
 */
import { Dialog } from "../../parts/dialog.tsx";
import { counted } from "../../parts/numbers.ts";
import type { BulkOutcome, Member } from "../../parts/wire.ts";
import { nameOf } from "./status.tsx";

type Props = {
  readonly members: readonly Member[];
  readonly outcome: BulkOutcome;
  readonly onClose: () => void;
};

export function RefusedDialog({ members, outcome: { done, refused }, onClose }: Props) {
  const names = new Map(members.map((member) => [member.id, nameOf(member)]));
  return (
    <Dialog title={`Not done for ${counted(refused.length, "member")}`} onClose={onClose}>
      {done.length > 0 && <p>It was done for {counted(done.length, "other")}.</p>}
      <ul class="refused">
        {refused.map(({ id, detail }) => (
          <li key={id}>
            <strong>{names.get(id) ?? id}</strong>
            <br />
            {detail}
          </li>
        ))}
      </ul>
      <footer class="actions">
        <button type="button" onClick={onClose}>
          Close
        </button>
      </footer>
    </Dialog>
  );
}
