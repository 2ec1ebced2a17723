/**
 * Asks back before a decision about members, says what it does, and to whom.
 */
import { useRef } from "preact/hooks";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { counted } from "../../parts/numbers.ts";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { useToast } from "../../parts/toast.tsx";
import { useReadAgain } from "../../parts/use-api.ts";
import type { BulkOutcome, Member } from "../../parts/wire.ts";
import { type ActionWords, doneInWords } from "./actions.ts";
import { nameOf } from "./status.tsx";

/** Names that are said before the rest is a number. */
const namedMax = 5;

type Props = {
  readonly words: ActionWords;
  readonly members: readonly Member[];
  readonly onDone: (outcome: BulkOutcome) => void;
  readonly onClose: () => void;
};

export function ActionDialog({ words, members, onDone, onClose }: Props) {
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  const toast = useToast();
  const became = useRef<BulkOutcome | undefined>(undefined);
  const decide = async () => {
    const body = { action: words.action, ids: members.map(({ id }) => id) };
    const outcome = await request<BulkOutcome>("POST", path("/members/actions"), body);
    became.current = outcome;
    void readAgain();
    if (outcome.done.length > 0) toast(doneInWords(outcome.done.length, words.done));
  };
  return (
    <ConfirmDialog
      title={`${words.verb}: ${members.length === 1 ? names(members) : counted(members.length, "member")}`}
      action={words.verb}
      isDangerous={words.isDangerous}
      onConfirm={decide}
      onClose={() => (became.current ? onDone(became.current) : onClose())}
    >
      <p>{words.meaning}</p>
      {members.length > 1 && <p class="quiet">{names(members)}</p>}
    </ConfirmDialog>
  );
}

function names(members: readonly Member[]): string {
  const named = members.slice(0, namedMax).map(nameOf);
  const left = members.length - named.length;
  return new Intl.ListFormat("en").format(left > 0 ? [...named, `${left} more`] : named);
}
