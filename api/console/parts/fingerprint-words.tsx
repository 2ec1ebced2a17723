/**
 * The fingerprint of a public key, as words to be compared with another person. Its place is kept while they are found.
 */
import { useEffect, useState } from "preact/hooks";

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
  return <p class="fingerprint">{words?.join(" ") ?? "\u00a0"}</p>;
}
