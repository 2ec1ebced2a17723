/**
 * The buttons for what can be done with some members, and the dialogs behind them: one for a decision, one for who was
 * refused and why.
 */
import { useState } from "preact/hooks";
import type { BulkOutcome, Member } from "../../parts/wire.ts";
import { ConfirmMembers } from "../keys/confirm-members.tsx";
import { ActionDialog } from "./action-dialog.tsx";
import { type ActionWords, confirmable, possibleActions } from "./actions.ts";
import { RefusedDialog } from "./refused-dialog.tsx";

type Asked =
  | { readonly kind: "action"; readonly words: ActionWords; readonly members: readonly Member[] }
  | { readonly kind: "confirm"; readonly members: readonly Member[] }
  | { readonly kind: "refused"; readonly members: readonly Member[]; readonly outcome: BulkOutcome };

type Props = { readonly members: readonly Member[]; readonly onDone?: () => void };

export function MemberActions({ members, onDone }: Props) {
  const [asked, setAsked] = useState<Asked>();
  const close = () => setAsked(undefined);
  const finish = (outcome: BulkOutcome) => {
    if (outcome.refused.length > 0) setAsked({ kind: "refused", members, outcome });
    else {
      close();
      onDone?.();
    }
  };
  const toConfirm = confirmable(members);
  return (
    <>
      {toConfirm.length > 0 && (
        <button type="button" class="small" onClick={() => setAsked({ kind: "confirm", members: toConfirm })}>
          Confirm{some(toConfirm, members)}
        </button>
      )}
      {possibleActions(members).map(({ words, members: those }) => (
        <button
          key={words.action}
          type="button"
          class="secondary small"
          onClick={() => setAsked({ kind: "action", words, members: those })}
        >
          {words.verb}
          {some(those, members)}
        </button>
      ))}
      {asked?.kind === "confirm" && (
        <ConfirmMembers members={asked.members} onDone={finish} onClose={close} />
      )}
      {asked?.kind === "action" && (
        <ActionDialog words={asked.words} members={asked.members} onDone={finish} onClose={close} />
      )}
      {asked?.kind === "refused" && (
        <RefusedDialog
          members={asked.members}
          outcome={asked.outcome}
          onClose={() => {
            close();
            onDone?.();
          }}
        />
      )}
    </>
  );
}

/** How many of those who are chosen, where it is not all. */
function some(these: readonly Member[], all: readonly Member[]): string {
  return these.length === all.length ? "" : ` (${these.length})`;
}
