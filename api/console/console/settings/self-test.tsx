/**
 * Plays the directory's Test Connection from the server against the public URL, and says step by step how far it got.
 */
import { useId, useState } from "preact/hooks";
import { Badge } from "../../parts/badge.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { useAction } from "../../parts/use-action.ts";
import type { SelfTest } from "../../parts/wire.ts";

export function SelfTestCard() {
  const id = useId();
  const path = useOrganizationPath();
  const [key, setKey] = useState("");
  const [result, setResult] = useState<SelfTest>();
  const { run, isRunning, error } = useAction(async () => {
    setResult(undefined);
    const body = key.trim() === "" ? {} : { key: key.trim() };
    setResult(await request<SelfTest>("POST", path("/self-test"), body));
  });
  return (
    <section class="card">
      <header class="card-header">
        <h2>Test from here</h2>
        <button type="button" class="secondary small" aria-busy={isRunning} onClick={() => void run()}>
          Run the test
        </button>
      </header>
      <p>
        Does what your directory's Test Connection does, from outside, to the SCIM URL. It changes nothing. If
        it goes well here and fails there, what was pasted there is wrong.
      </p>
      <details>
        <summary>Test a key that I have at hand</summary>
        <label htmlFor={id}>SCIM key</label>
        <input
          id={id}
          type="password"
          autoComplete="off"
          maxLength={200}
          value={key}
          onInput={(event) => setKey(event.currentTarget.value)}
        />
        <small>Left empty, the test uses a key of its own that ends with it.</small>
      </details>
      <ProblemBox error={error} />
      <div aria-live="polite">{result && <Result result={result} />}</div>
    </section>
  );
}

function Result({ result: { ok, steps } }: { result: SelfTest }) {
  return (
    <>
      <p>
        <strong>{ok ? "All went well." : "It did not get through."}</strong>
      </p>
      <ol class="test-steps">
        {steps.map((step) => (
          <li key={step.name}>
            <Badge tone={step.ok ? "good" : "bad"}>{step.ok ? "Done" : "Failed"}</Badge>
            <span>
              {step.name}
              {step.detail && <small>{step.detail}</small>}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
