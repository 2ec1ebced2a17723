/**
 * A new passphrase, typed twice. What is wrong with it is told by the browser's own checks, so that the form around it
 * cannot be sent before it is right.
 */
import "./keys.css";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { passphraseMin, passphraseTrouble } from "../keys/passphrase-rule.ts";

type Props = {
  /** Given the passphrase while it is right, else an empty text. */
  readonly onChange: (passphrase: string) => void;
  /** For the browser's password store. */
  readonly account: string;
};

export function NewPassphrase({ onChange, account }: Props) {
  const id = useId();
  const [typed, setTyped] = useState({ passphrase: "", again: "" });
  const [isShown, setShown] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const tell = useRef(onChange);
  tell.current = onChange;

  useEffect(() => {
    const { passphrase, again } = typed;
    // Its own twin: what is wrong apart from the repetition.
    first.current?.setCustomValidity(passphraseTrouble(passphrase, passphrase) ?? "");
    const trouble = passphraseTrouble(passphrase, again);
    second.current?.setCustomValidity(trouble ?? "");
    tell.current(trouble === null ? passphrase : "");
  }, [typed]);

  const type = isShown ? "text" : "password";
  const missing = passphraseTrouble(typed.passphrase, typed.passphrase);
  return (
    <div class="new-passphrase">
      <input type="text" name="username" autoComplete="username" value={account} readOnly hidden />
      <label htmlFor={`${id}-first`}>Passphrase</label>
      <input
        ref={first}
        id={`${id}-first`}
        type={type}
        required
        autoComplete="new-password"
        aria-describedby={`${id}-hint`}
        value={typed.passphrase}
        onInput={({ currentTarget: { value } }) => setTyped((before) => ({ ...before, passphrase: value }))}
      />
      <small id={`${id}-hint`}>
        {typed.passphrase !== "" && missing
          ? missing
          : `At least ${passphraseMin} characters. Four or five unrelated words are easy to keep and hard to guess.`}
      </small>
      <label htmlFor={`${id}-second`}>The same once more</label>
      <input
        ref={second}
        id={`${id}-second`}
        type={type}
        required
        autoComplete="new-password"
        value={typed.again}
        onInput={({ currentTarget: { value } }) => setTyped((before) => ({ ...before, again: value }))}
      />
      <label>
        <input
          type="checkbox"
          checked={isShown}
          onChange={(event) => setShown(event.currentTarget.checked)}
        />
        Show what I type
      </label>
    </div>
  );
}

/** What it means to lose it; stands wherever a passphrase is chosen. */
export function LostPassphrase() {
  return (
    <p class="quiet">
      Keep the passphrase where you keep what you must not lose. Nobody can tell it to you or set another one,
      since nobody else ever has it. If it is lost, you make a new key and an admin has to confirm you again.
    </p>
  );
}
