/**
 * What became of a confirmation: how many are in, and who is not, with the reason.
 */
import { counted } from "../../parts/numbers.ts";
import type { BulkOutcome, Member } from "../../parts/wire.ts";

type Props = {
  readonly members: readonly Member[];
  readonly outcome: BulkOutcome;
  readonly onClose: () => void;
};

export function ConfirmOutcome({ members, outcome: { done, refused }, onClose }: Props) {
  const nameOf = (id: string) => {
    const member = members.find((one) => one.id === id);
    return member?.displayName ?? member?.userName ?? id;
  };
  return (
    <>
      {done.length > 0 && (
        <p role="status">
          {counted(done.length, "member")} confirmed. The organization's key is theirs now too.
        </p>
      )}
      {refused.length > 0 && (
        <div class="problem" role="alert">
          <div>
            <p>Not confirmed:</p>
            <ul>
              {refused.map(({ id, detail }) => (
                <li key={id}>
                  {nameOf(id)}: {detail}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
      <footer class="actions">
        <button type="button" onClick={onClose}>
          Done
        </button>
      </footer>
    </>
  );
}
