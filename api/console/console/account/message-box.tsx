/**
 * Seals and opens a message with the organization's key, for whoever wants to see that two members hold the same one.
 * Nothing of it leaves this page by itself.
 */
import { useId, useState } from "preact/hooks";
import type { Bytes } from "../../keys/base64url.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { useAction } from "../../parts/use-action.ts";

type Props = { readonly organizationKey: Bytes; readonly organization: string };

export function MessageBox({ organizationKey, organization }: Props) {
  const id = useId();
  const [text, setText] = useState("");
  const [result, setResult] = useState<{ readonly words: string; readonly text: string }>();
  const { run, isRunning, error } = useAction(async (to: "seal" | "open") => {
    setResult(undefined);
    const { sealMessage, openMessage } = await import("../../keys/message.ts");
    const made = await (to === "seal" ? sealMessage : openMessage)(organizationKey, organization, text);
    setResult({ words: to === "seal" ? "Sealed message" : "Opened message", text: made });
  });
  return (
    <details>
      <summary>Seal or open a message with the organization's key</summary>
      <p class="quiet">
        Seal a text and send it to another member by any way you like. If they can open it here, both of you
        hold the same key.
      </p>
      <label htmlFor={`${id}-text`}>A text to seal, or a sealed message to open</label>
      <textarea
        id={`${id}-text`}
        rows={3}
        maxLength={100_000}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <ProblemBox error={error} />
      <div class="actions">
        <button
          type="button"
          class="secondary"
          disabled={text === ""}
          aria-busy={isRunning}
          onClick={() => void run("seal")}
        >
          Seal
        </button>
        <button
          type="button"
          class="secondary"
          disabled={text === ""}
          aria-busy={isRunning}
          onClick={() => void run("open")}
        >
          Open
        </button>
      </div>
      {result && (
        <>
          <label htmlFor={`${id}-result`}>{result.words}</label>
          <textarea id={`${id}-result`} rows={3} readOnly value={result.text} />
          <CopyButton text={result.text} what={result.words} />
        </>
      )}
    </details>
  );
}
