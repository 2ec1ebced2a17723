/**
 * The members who can be confirmed, each with their words, and a tick for "I have compared them". Those who cannot be are
 * named with the reason.
 */
import { useState } from "preact/hooks";
import type { Bytes } from "../../keys/base64url.ts";
import { FingerprintWords } from "../../parts/fingerprint-words.tsx";
import { counted } from "../../parts/numbers.ts";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { ProgressBar } from "../../parts/progress-bar.tsx";
import { useOrganizationPath, useSession } from "../../parts/session.ts";
import { useAction } from "../../parts/use-action.ts";
import { useReadAgain } from "../../parts/use-api.ts";
import type { BulkOutcome, Member } from "../../parts/wire.ts";
import { nameOf } from "../members/status.tsx";
import { confirmMembers, type WithKey } from "./confirm.ts";

type Props = {
  readonly members: readonly Member[];
  readonly organizationKey: Bytes;
  readonly onDone: (outcome: BulkOutcome) => void;
  readonly onCancel: () => void;
};

export function CompareWords({ members, organizationKey, onDone, onCancel }: Props) {
  const { organization } = useSession();
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  const [compared, setCompared] = useState<ReadonlySet<string>>(new Set());
  const [sealed, setSealed] = useState(0);
  const ready = members.filter(hasKey);
  const chosen = ready.filter(({ id }) => compared.has(id));
  const { run, isRunning, error } = useAction(async () => {
    const to = { organization: organization.id, confirmPath: path("/members/confirm"), organizationKey };
    const outcome = await confirmMembers(to, chosen, setSealed);
    await readAgain();
    onDone(outcome);
  });
  const choose = (ids: readonly string[], isCompared: boolean) =>
    setCompared((before) => {
      const next = new Set(before);
      for (const id of ids) isCompared ? next.add(id) : next.delete(id);
      return next;
    });
  if (ready.length === 0) return <NotReady members={members} />;
  return (
    <>
      <p>
        Ask each of them for the six words that their page shows, by telephone or in person. Confirm only
        where all six are the same: then it is their key, and nobody else's.
      </p>
      <NotReady members={members.filter((member) => !hasKey(member))} />
      <ul class="compare">
        {ready.map((member) => (
          <li key={member.id}>
            <strong>{nameOf(member)}</strong>
            {member.address && <span class="quiet"> {member.address}</span>}
            <FingerprintWords publicKey={member.publicKey} />
            <label>
              <input
                type="checkbox"
                checked={compared.has(member.id)}
                onChange={(event) => choose([member.id], event.currentTarget.checked)}
              />
              The words are the same
              <span class="only-read"> for {nameOf(member)}</span>
            </label>
          </li>
        ))}
      </ul>
      {isRunning && <ProgressBar label="Sealing the organization's key" value={sealed} max={chosen.length} />}
      <ProblemBox error={error} />
      <footer class="actions">
        {ready.length > 1 && (
          <button
            type="button"
            class="plain"
            onClick={() =>
              choose(
                ready.map(({ id }) => id),
                chosen.length < ready.length,
              )
            }
          >
            {chosen.length < ready.length ? "I have compared them all" : "Choose none"}
          </button>
        )}
        <button type="button" class="secondary" onClick={onCancel}>
          Cancel
        </button>
        <button type="button" disabled={chosen.length === 0} aria-busy={isRunning} onClick={() => void run()}>
          {chosen.length === 0 ? "Confirm" : `Confirm ${counted(chosen.length, "member")}`}
        </button>
      </footer>
    </>
  );
}

function NotReady({ members }: { members: readonly Member[] }) {
  if (members.length === 0) return null;
  const names = members.slice(0, 5).map(nameOf);
  const more = members.length - names.length;
  return (
    <p class="quiet">
      Not yet to be confirmed, since they have not accepted their invitation: {names.join(", ")}
      {more > 0 && ` and ${counted(more, "other")}`}.
    </p>
  );
}

function hasKey(member: Member): member is WithKey {
  return member.publicKey !== null;
}
