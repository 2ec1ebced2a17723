/**
 * Signing in by the organization's own provider (OpenID Connect): set by owners.
 */
import { useId, useState } from "preact/hooks";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { Copyable } from "../../parts/copy-button.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useToast } from "../../parts/toast.tsx";
import { useOrganization, useReadAgain } from "../../parts/use-api.ts";
import type { Provider } from "../../parts/wire.ts";
import { SaveForm } from "./save-form.tsx";

export function ProviderSection() {
  const { data: provider, error, readAgain } = useOrganization<Provider | null>("/provider");
  const [isRemoving, setRemoving] = useState(false);
  if (provider === undefined)
    return error ? <ProblemBox error={error} onRetry={readAgain} /> : <Skeleton lines={6} />;
  return (
    <section class="card">
      <header class="card-header">
        <h2>Sign-in by your provider</h2>
        {provider && (
          <button type="button" class="secondary small" onClick={() => setRemoving(true)}>
            Remove
          </button>
        )}
      </header>
      <p>
        Owners and admins can sign in with Entra ID, Okta or any other provider that speaks OpenID Connect.
        The link by e-mail goes on working, so that nobody locks themselves out.
      </p>
      <p class="field-name">Redirect URL, to be entered at the provider</p>
      <Copyable text={provider?.redirectUrl ?? `${location.origin}/sign-in/callback`} what="Redirect URL" />
      {provider && (
        <>
          <p class="field-name">Where your people begin to sign in</p>
          <Copyable text={provider.startUrl} what="Sign-in URL of your organization" />
        </>
      )}
      <ProviderForm key={`${provider?.issuer} ${provider?.clientId}`} provider={provider} />
      {isRemoving && <RemoveProvider onClose={() => setRemoving(false)} />}
    </section>
  );
}

function ProviderForm({ provider }: { provider: Provider | null }) {
  const id = useId();
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  const toast = useToast();
  const [issuer, setIssuer] = useState(provider?.issuer ?? "");
  const [clientId, setClientId] = useState(provider?.clientId ?? "");
  const [secret, setSecret] = useState("");
  const save = async () => {
    const kept = { issuer: issuer.trim(), clientId: clientId.trim() };
    await request("PUT", path("/provider"), secret === "" ? kept : { ...kept, clientSecret: secret });
    setSecret("");
    await readAgain();
    toast("Saved. Try it in another window before you rely on it.");
  };
  const isChanged = issuer !== provider?.issuer || clientId !== provider?.clientId || secret !== "";
  return (
    <SaveForm isChanged={isChanged} onSave={save}>
      <label htmlFor={`${id}-issuer`}>Issuer</label>
      <input
        id={`${id}-issuer`}
        type="url"
        required
        maxLength={500}
        placeholder="https://login.microsoftonline.com/{tenant}/v2.0"
        value={issuer}
        onInput={(event) => setIssuer(event.currentTarget.value)}
      />
      <label htmlFor={`${id}-client`}>Client id</label>
      <input
        id={`${id}-client`}
        required
        maxLength={500}
        autoComplete="off"
        value={clientId}
        onInput={(event) => setClientId(event.currentTarget.value)}
      />
      <label htmlFor={`${id}-secret`}>Client secret</label>
      <input
        id={`${id}-secret`}
        type="password"
        maxLength={500}
        autoComplete="off"
        value={secret}
        onInput={(event) => setSecret(event.currentTarget.value)}
      />
      <small>
        {provider?.hasSecret
          ? "One is kept, and never shown. Left empty, it stays."
          : "Left empty where the provider gave you none."}
      </small>
    </SaveForm>
  );
}

function RemoveProvider({ onClose }: { onClose: () => void }) {
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  const remove = async () => {
    await request("DELETE", path("/provider"));
    await readAgain();
  };
  return (
    <ConfirmDialog
      title="Remove the provider"
      action="Remove"
      isDangerous
      onConfirm={remove}
      onClose={onClose}
    >
      <p>From then on people sign in by a link to their address only. Whoever is signed in stays so.</p>
    </ConfirmDialog>
  );
}
