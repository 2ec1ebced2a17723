/**
 * What is pasted into a directory: the SCIM URL, and the key, which only shows right after it was made.
 */
import { Copyable } from "../../parts/copy-button.tsx";
import { RotateKey } from "../settings/rotate-key.tsx";
import { EnableScim } from "../settings/scim-switch.tsx";
import type { StepProps } from "./guide.ts";

type Props = StepProps & {
  /** What the directory calls them. */
  readonly names: { readonly url: string; readonly key: string };
};

export function Paste({ organization, issued, onIssued, names }: Props) {
  return (
    <>
      <p class="field-name">{names.url}</p>
      <Copyable text={organization.scimUrl} what={names.url} />
      <p class="field-name">{names.key}</p>
      {organization.scimEnabled ? (
        issued ? (
          <Copyable text={issued.scimKey} what={names.key} />
        ) : (
          <div class="key-hidden">
            <p class="quiet">
              A key is shown only when it is made. If you do not have yours at hand, make a new one.
            </p>
            <RotateKey onIssued={onIssued} />
          </div>
        )
      ) : (
        <p class="quiet">You get it when SCIM is turned on, in the first step.</p>
      )}
    </>
  );
}

/** The first step of every guide. */
export function TurnOn({ organization, onIssued }: StepProps) {
  if (organization.scimEnabled) return <p>SCIM is on. Your directory has a URL to write to, and a key.</p>;
  return (
    <>
      <p>You get a URL and a key for your directory. Nothing changes for your members by that.</p>
      <EnableScim onIssued={onIssued} />
    </>
  );
}
