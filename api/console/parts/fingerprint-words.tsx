/**
 * The fingerprint of a public key, as words to be compared with another person. Its place is kept while they are found.
 */
import "./keys.css";
import { Fragment } from "preact";
import { useEffect, useState } from "preact/hooks";

const blanks = Array.from({ length: 6 }, () => "\u00a0");

type Props = { readonly publicKey: string };

export function FingerprintWords({ publicKey }: Props) {
  const [words, setWords] = useState<readonly string[] | "none">();
  useEffect(() => {
    let isCurrent = true;
    setWords(undefined);
    import("../keys/fingerprint.ts")
      .then(({ fingerprint }) => fingerprint(publicKey))
      .then(
        (found) => isCurrent && setWords(found),
        () => isCurrent && setWords("none"),
      );
    return () => {
      isCurrent = false;
    };
  }, [publicKey]);
  if (words === "none") return <p class="quiet">The words of this key cannot be shown.</p>;
  return (
    <p class="fingerprint">
      {(words ?? blanks).map((word, index) => (
        <Fragment key={index}>
          <span>{word}</span>{" "}
        </Fragment>
      ))}
    </p>
  );
}
