/**
 * Turns SCIM on and off. Turning it on gives a key, which is shown this once.
 */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { Badge } from "../../parts/badge.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { Copyable } from "../../parts/copy-button.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { useToast } from "../../parts/toast.tsx";
import { useAction } from "../../parts/use-action.ts";
import { useReadAgain } from "../../parts/use-api.ts";
import type { IssuedKey, Organization } from "../../parts/wire.ts";
import { useIssuedKey } from "./issued-key.tsx";

export function ScimSwitch({ organization }: { organization: Organization }) {
  const [isDisabling, setDisabling] = useState(false);
  const { onIssued, dialog } = useIssuedKey();
  const { scimEnabled, planHasScim } = organization;
  return (
    <section class="card">
      <header class="card-header">
        <h2>
          SCIM <Badge tone={scimEnabled ? "good" : "off"}>{scimEnabled ? "On" : "Off"}</Badge>
        </h2>
        {scimEnabled ? (
          <button type="button" class="secondary small" onClick={() => setDisabling(true)}>
            Turn SCIM off
          </button>
        ) : (
          planHasScim && <EnableScim onIssued={onIssued} />
        )}
      </header>
      {scimEnabled ? (
        <>
          <p>
            Your directory writes to this URL with the key.{" "}
            <Link href="/connect">How to connect it, step by step</Link>
          </p>
          <Copyable text={organization.scimUrl} what="SCIM URL" />
        </>
      ) : (
        <p>
          {planHasScim
            ? "Turn it on to get a URL and a key for your directory. Nothing changes for your members by that."
            : "Your plan has no SCIM. With the Enterprise plan your directory can invite and revoke people by itself."}
        </p>
      )}
      {isDisabling && <DisableScim onClose={() => setDisabling(false)} />}
      {dialog}
    </section>
  );
}

/** The button; the key is shown by whoever has it here. */
export function EnableScim({ onIssued }: { onIssued: (issued: IssuedKey) => void }) {
  const path = useOrganizationPath();
  const toast = useToast();
  const { run, isRunning, error } = useAction(async () => {
    onIssued(await request<IssuedKey>("POST", path("/scim/enable")));
    toast("SCIM is on.");
  });
  return (
    <>
      <button type="button" aria-busy={isRunning} onClick={() => void run()}>
        Turn SCIM on
      </button>
      <ProblemBox error={error} />
    </>
  );
}

function DisableScim({ onClose }: { onClose: () => void }) {
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  const toast = useToast();
  const disable = async () => {
    await request("POST", path("/scim/disable"));
    await readAgain();
    toast("SCIM is off.");
  };
  return (
    <ConfirmDialog
      title="Turn SCIM off"
      action="Turn SCIM off"
      isDangerous
      onConfirm={disable}
      onClose={onClose}
    >
      <p>
        All keys end at once, and your directory is refused. Members and groups stay as they are; from then on
        you decide about them by hand. Turning it on again gives a new key.
      </p>
    </ConfirmDialog>
  );
}
