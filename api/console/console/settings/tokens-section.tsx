/**
 * API tokens, for programs that read or change the organization: made and ended by owners.
 */
import { useState } from "preact/hooks";
import { Ago } from "../../parts/ago.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { Skeleton } from "../../parts/skeleton.tsx";
import { type Column, Table } from "../../parts/table.tsx";
import { useOrganization, useReadAgain } from "../../parts/use-api.ts";
import type { Token } from "../../parts/wire.ts";
import { NewToken } from "./new-token.tsx";

export function TokensSection() {
  const { data, error, readAgain } = useOrganization<{ items: Token[] }>("/tokens");
  const [isMaking, setMaking] = useState(false);
  const [ending, setEnding] = useState<Token>();
  const make = (
    <button type="button" class="small" onClick={() => setMaking(true)}>
      Make a token
    </button>
  );
  return (
    <section class="card">
      <header class="card-header">
        <h2>API tokens</h2>
        {data && data.items.length > 0 && make}
      </header>
      <p>
        For scripts and other products. A token sees this organization only.{" "}
        <a href="/api/docs">What the API offers</a>
      </p>
      <ProblemBox error={error} onRetry={readAgain} />
      {!data && !error && <Skeleton lines={3} size="row" />}
      {data?.items.length === 0 && (
        <EmptyState title="There are no tokens" action={make}>
          Make one for a program that follows the events, or changes members by itself.
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <Table caption="API tokens" columns={columns(setEnding)} rows={data.items} idOf={({ id }) => id} />
      )}
      {isMaking && <NewToken onClose={() => setMaking(false)} />}
      {ending && <EndToken token={ending} onClose={() => setEnding(undefined)} />}
    </section>
  );
}

function columns(end: (token: Token) => void): Column<Token>[] {
  return [
    { name: "Name", heads: true, cell: ({ name }) => name },
    { name: "Token", cell: ({ prefix }) => <code>{prefix}…</code> },
    { name: "May", cell: ({ access }) => (access === "read" ? "read" : "read and change") },
    {
      name: "Made",
      cell: ({ createdAt, createdBy }) => (
        <>
          <Ago at={createdAt} />
          {createdBy && <span class="by"> by {createdBy}</span>}
        </>
      ),
    },
    { name: "Last used", cell: ({ lastUsedAt }) => <Ago at={lastUsedAt} never="not yet" /> },
    { name: "Ends", cell: ({ expiresAt }) => <Ago at={expiresAt} /> },
    {
      name: "Action",
      cell: (token) => (
        <button type="button" class="secondary small" onClick={() => end(token)}>
          End now<span class="only-read"> {token.name}</span>
        </button>
      ),
    },
  ];
}

function EndToken({ token, onClose }: { token: Token; onClose: () => void }) {
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  const end = async () => {
    await request("DELETE", path(`/tokens/${encodeURIComponent(token.id)}`));
    await readAgain();
  };
  return (
    <ConfirmDialog
      title="End this token"
      action="End the token"
      isDangerous
      onConfirm={end}
      onClose={onClose}
    >
      <p>Whatever uses “{token.name}” is refused from now on. That cannot be undone.</p>
    </ConfirmDialog>
  );
}
