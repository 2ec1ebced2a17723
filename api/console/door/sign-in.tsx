/**
 * Signing in: by a link to one's address, or by the organization's own provider. What it answers never tells whether
 * somebody is known here.
 */
import { useState } from "preact/hooks";
import { ProblemBox } from "../parts/problem-box.tsx";
import { request } from "../parts/request.ts";
import { useAction } from "../parts/use-action.ts";
import { Frame } from "./frame.tsx";
import { troubleInWords } from "./trouble.ts";

export function SignIn() {
  const [sentTo, setSentTo] = useState<string>();
  if (sentTo !== undefined) return <Sent address={sentTo} onAgain={() => setSentTo(undefined)} />;
  return (
    <Frame title="Sign in">
      <Trouble />
      <ByLink onSent={setSentTo} />
      <hr />
      <ByProvider />
    </Frame>
  );
}

/** What went wrong on the way back from a provider. */
function Trouble() {
  const words = troubleInWords(new URLSearchParams(location.search).get("problem"));
  if (words === null) return null;
  return (
    <div class="problem" role="alert">
      <p>{words}</p>
    </div>
  );
}

function ByLink({ onSent }: { onSent: (address: string) => void }) {
  const [address, setAddress] = useState("");
  const { run, isRunning, error } = useAction(async () => {
    await request("POST", "/api/sign-in", { address: address.trim() });
    onSent(address.trim());
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <label htmlFor="address">E-mail address</label>
      <input
        id="address"
        type="email"
        autoComplete="email"
        required
        maxLength={254}
        value={address}
        onInput={(event) => setAddress(event.currentTarget.value)}
      />
      <ProblemBox error={error} />
      <button type="submit" aria-busy={isRunning}>
        Send me a link
      </button>
    </form>
  );
}

function Sent({ address, onAgain }: { address: string; onAgain: () => void }) {
  return (
    <Frame title="Check your e-mail">
      <p role="status">
        If <strong>{address}</strong> may sign in here, a link is on its way to it. It works once, and for 15
        minutes.
      </p>
      <p class="quiet">
        Nothing there after a few minutes? Look into the folder for unwanted mail, and see whether the address
        is the one that you were invited with.
      </p>
      <button type="button" class="secondary" onClick={onAgain}>
        Use another address
      </button>
    </Frame>
  );
}

function ByProvider() {
  const [id, setId] = useState("");
  return (
    <details>
      <summary>Sign in with your organization's provider</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          location.assign(`/sign-in/with/${encodeURIComponent(id.trim())}`);
        }}
      >
        <label htmlFor="organization">Organization id</label>
        <input
          id="organization"
          required
          maxLength={63}
          autoComplete="organization"
          autoCapitalize="none"
          spellcheck={false}
          aria-describedby="organization-hint"
          value={id}
          onInput={(event) => setId(event.currentTarget.value)}
        />
        <small id="organization-hint">Such as “acme”. Your admin knows it.</small>
        <button type="submit" class="secondary">
          Go on
        </button>
      </form>
    </details>
  );
}
