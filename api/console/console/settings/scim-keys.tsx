/**
 * The keys that work: when each was used last, when it ends, and ending one at once.
 */
import { useState } from "preact/hooks";
import { Ago } from "../../parts/ago.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { Skeleton } from "../../parts/skeleton.tsx";
import { type Column, Table } from "../../parts/table.tsx";
import { useToast } from "../../parts/toast.tsx";
import { useOrganization, useReadAgain } from "../../parts/use-api.ts";
import type { Key } from "../../parts/wire.ts";
import { useIssuedKey } from "./issued-key.tsx";
import { RotateKey } from "./rotate-key.tsx";

export function ScimKeys() {
  const { data, error, readAgain } = useOrganization<{ items: Key[] }>("/keys");
  const [ending, setEnding] = useState<Key>();
  const { onIssued, dialog } = useIssuedKey();
  return (
    <section class="card">
      <header class="card-header">
        <h2>Keys</h2>
        <RotateKey onIssued={onIssued} />
      </header>
      <ProblemBox error={error} onRetry={readAgain} />
      {data ? (
        <Table caption="SCIM keys" columns={columns(setEnding)} rows={data.items} idOf={({ id }) => id} />
      ) : (
        <Skeleton lines={2} size="row" />
      )}
      {ending && <EndKey scimKey={ending} onClose={() => setEnding(undefined)} />}
      {dialog}
    </section>
  );
}

function columns(end: (key: Key) => void): Column<Key>[] {
  return [
    { name: "Key", heads: true, cell: ({ prefix }) => <code>{prefix}…</code> },
    { name: "Made", cell: ({ createdAt }) => <Ago at={createdAt} /> },
    { name: "Last used", cell: ({ lastUsedAt }) => <Ago at={lastUsedAt} never="not yet" /> },
    { name: "Ends", cell: ({ expiresAt }) => <Ago at={expiresAt} never="not set" /> },
    {
      name: "Action",
      cell: (key) => (
        <button type="button" class="secondary small" onClick={() => end(key)}>
          End now<span class="only-read"> {key.prefix}</span>
        </button>
      ),
    },
  ];
}

function EndKey({ scimKey, onClose }: { scimKey: Key; onClose: () => void }) {
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  const toast = useToast();
  const end = async () => {
    await request("DELETE", path(`/keys/${encodeURIComponent(scimKey.id)}`));
    await readAgain();
    toast("The key has ended.");
  };
  return (
    <ConfirmDialog
      title="End this key now"
      action="End the key"
      isDangerous
      onConfirm={end}
      onClose={onClose}
    >
      <p>
        Whoever uses <code>{scimKey.prefix}…</code> is refused from now on.{" "}
        {scimKey.lastUsedAt ? (
          <>
            It was used <Ago at={scimKey.lastUsedAt} />.
          </>
        ) : (
          "It was never used."
        )}
      </p>
    </ConfirmDialog>
  );
}
