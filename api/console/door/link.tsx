/**
 * The link from the e-mail. It asks for a click before it signs in: mail scanners open links too, and would use it up.
 */
import { useState } from "preact/hooks";
import { ProblemBox } from "../parts/problem-box.tsx";
import { ProblemError, request } from "../parts/request.ts";
import { useAction } from "../parts/use-action.ts";
import { Frame } from "./frame.tsx";

export function Link({ token }: { token: string }) {
  const [isOver, setOver] = useState(false);
  const { run, isRunning, error } = useAction(async () => {
    try {
      await request("POST", "/api/sign-in/link", { token });
    } catch (thrown) {
      if (!(thrown instanceof ProblemError) || thrown.code !== "gone") throw thrown;
      setOver(true);
      return;
    }
    // The used link does not stay in the history: going back would only show that it no longer works.
    location.replace("/console");
  });
  if (isOver) return <Over />;
  return (
    <Frame title="Sign in to Rollcall">
      <p>You asked for this link by e-mail. It signs you in on this device, once.</p>
      <ProblemBox error={error} />
      <button type="button" aria-busy={isRunning} onClick={() => void run()}>
        Sign in
      </button>
      <p class="quiet">Did not ask for it? Close this page; nothing happens.</p>
    </Frame>
  );
}

function Over() {
  return (
    <Frame title="This link no longer works">
      <p role="status">
        A link works once and for 15 minutes. This one was used, is older than that, or was cut off on its way
        to you.
      </p>
      <p>
        <a class="button" href="/sign-in">
          Get a new link
        </a>
      </p>
      <p class="quiet">
        Signed in already, in this browser? <a href="/console">To the console</a>
      </p>
    </Frame>
  );
}
