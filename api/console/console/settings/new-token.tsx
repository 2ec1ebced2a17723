/**
 * Makes an API token and shows its secret, this once.
 */
import { useId, useState } from "preact/hooks";
import { Copyable } from "../../parts/copy-button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { useAction } from "../../parts/use-action.ts";
import { useReadAgain } from "../../parts/use-api.ts";
import type { IssuedToken, Token } from "../../parts/wire.ts";

const lives = [
  { days: "30", name: "In 30 days" },
  { days: "90", name: "In 90 days" },
  { days: "365", name: "In a year" },
  { days: "never", name: "Never" },
] as const;

export function NewToken({ onClose }: { onClose: () => void }) {
  const readAgain = useReadAgain();
  const [issued, setIssued] = useState<IssuedToken>();
  const close = () => {
    onClose();
    void readAgain();
  };
  return (
    <Dialog title={issued ? "Your token" : "Make a token"} onClose={close}>
      {issued ? <Issued issued={issued} onClose={close} /> : <Ask onIssued={setIssued} onClose={close} />}
    </Dialog>
  );
}

function Issued({ issued, onClose }: { issued: IssuedToken; onClose: () => void }) {
  return (
    <>
      <p>
        <strong>The token is shown this once.</strong> A program sends it as{" "}
        <code>Authorization: Bearer …</code>.
      </p>
      <Copyable text={issued.secret} what="API token" />
      <footer class="actions">
        <button type="button" onClick={onClose}>
          I have copied it
        </button>
      </footer>
    </>
  );
}

function Ask({ onIssued, onClose }: { onIssued: (issued: IssuedToken) => void; onClose: () => void }) {
  const id = useId();
  const path = useOrganizationPath();
  const [name, setName] = useState("");
  const [access, setAccess] = useState<Token["access"]>("read");
  const [days, setDays] = useState("365");
  const { run, isRunning, error } = useAction(async () => {
    const token = { name: name.trim(), access, days: days === "never" ? null : Number(days) };
    onIssued(await request<IssuedToken>("POST", path("/tokens"), token));
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <label htmlFor={`${id}-name`}>What it is for</label>
      <input
        id={`${id}-name`}
        required
        maxLength={100}
        placeholder="Nightly export"
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <fieldset>
        <legend>It may</legend>
        <label>
          <input type="radio" name="access" checked={access === "read"} onChange={() => setAccess("read")} />
          read
        </label>
        <label>
          <input
            type="radio"
            name="access"
            checked={access === "write"}
            onChange={() => setAccess("write")}
          />
          read and change what an admin may, but neither roles, tokens nor sign-in
        </label>
      </fieldset>
      <label htmlFor={`${id}-days`}>Ends</label>
      <select id={`${id}-days`} value={days} onChange={(event) => setDays(event.currentTarget.value)}>
        {lives.map((life) => (
          <option key={life.days} value={life.days}>
            {life.name}
          </option>
        ))}
      </select>
      <ProblemBox error={error} />
      <footer class="actions">
        <button type="button" class="secondary" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" aria-busy={isRunning}>
          Make the token
        </button>
      </footer>
    </form>
  );
}
