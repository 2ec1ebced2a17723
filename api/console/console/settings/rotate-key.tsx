/**
 * A new key in place of the current one, with the time for which the old ones go on working.
 */
import { useState } from "preact/hooks";
import { Dialog } from "../../parts/dialog.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { useAction } from "../../parts/use-action.ts";
import type { IssuedKey } from "../../parts/wire.ts";

const hourMs = 60 * 60 * 1_000;
const overlaps = [
  { ms: 0, name: "Not at all: the old keys end at once" },
  { ms: hourMs, name: "1 hour" },
  { ms: 12 * hourMs, name: "12 hours" },
  { ms: 24 * hourMs, name: "1 day" },
  { ms: 7 * 24 * hourMs, name: "7 days" },
] as const;
const usual = 12 * hourMs;

/** The button, and what it asks; the key is shown by whoever has it here. */
export function RotateKey({ onIssued }: { onIssued: (issued: IssuedKey) => void }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <button type="button" class="secondary small" onClick={() => setAsking(true)}>
        Make a new key
      </button>
      {isAsking && (
        <Ask
          onIssued={(key) => {
            setAsking(false);
            onIssued(key);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function Ask({ onIssued, onClose }: { onIssued: (key: IssuedKey) => void; onClose: () => void }) {
  const path = useOrganizationPath();
  const [overlapMs, setOverlapMs] = useState<number>(usual);
  const { run, isRunning, error } = useAction(async () => {
    onIssued(await request<IssuedKey>("POST", path("/keys"), { overlapMs }));
  });
  return (
    <Dialog title="Make a new key" onClose={onClose}>
      <fieldset>
        <legend>How long do the keys that work now go on working?</legend>
        {overlaps.map(({ ms, name }) => (
          <label key={ms}>
            <input type="radio" name="overlap" checked={overlapMs === ms} onChange={() => setOverlapMs(ms)} />
            {name}
          </label>
        ))}
      </fieldset>
      <p class="quiet">
        Time enough to paste the new key into your directory. Keys with an earlier end keep it.
      </p>
      <ProblemBox error={error} />
      <footer class="actions">
        <button type="button" class="secondary" onClick={onClose}>
          Cancel
        </button>
        <button type="button" aria-busy={isRunning} onClick={() => void run()}>
          Make a new key
        </button>
      </footer>
    </Dialog>
  );
}
