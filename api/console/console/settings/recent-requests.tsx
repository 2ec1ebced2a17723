/**
 * What the directory sent lately, and what it was told: here an admin sees why a Test Connection fails.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { Ago } from "../../parts/ago.tsx";
import { spanInWords } from "../../parts/ago-words.ts";
import { Badge } from "../../parts/badge.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { number } from "../../parts/numbers.ts";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { type Column, Table } from "../../parts/table.tsx";
import { useOrganization } from "../../parts/use-api.ts";
import { useFilters } from "../../parts/use-filters.ts";
import type { DirectoryRequest, Key, RecentRequests as Recent } from "../../parts/wire.ts";

/** Enough for a failing test to be seen without scrolling past what came of it. */
const shownFirst = 15;

export function RecentRequests() {
  const { data, error, readAgain } = useOrganization<Recent>("/requests");
  const { data: keys } = useOrganization<{ items: Key[] }>("/keys");
  const [get, set] = useFilters();
  const refusedOnly = get("requests") === "refused";
  const [isWhole, setWhole] = useState(false);
  const section = useRef<HTMLElement>(null);
  const isThere = data !== undefined;
  // A link can lead right here, from where a step of the guide went wrong.
  useEffect(() => {
    if (isThere && location.hash === "#requests") section.current?.scrollIntoView();
  }, [isThere]);
  const requests = data?.requests.filter(({ status }) => !refusedOnly || status >= 400);
  return (
    <section class="card" id="requests" ref={section}>
      <header class="card-header">
        <h2>Recent requests</h2>
        <label>
          <input
            type="checkbox"
            checked={refusedOnly}
            onChange={(event) => set({ requests: event.currentTarget.checked ? "refused" : "" })}
          />
          Refused only
        </label>
      </header>
      <ProblemBox error={error} onRetry={readAgain} />
      {!requests && !error && <Skeleton lines={4} size="row" />}
      {requests?.length === 0 && <Nothing refusedOnly={refusedOnly} />}
      {requests && requests.length > 0 && (
        <div class="requests">
          <Table
            caption="What the directory sent, the newest first"
            columns={columns(keys?.items ?? [])}
            rows={isWhole ? requests : requests.slice(0, shownFirst)}
            idOf={({ at, method, path, ms }) => `${at} ${method} ${path} ${ms}`}
          />
          {!isWhole && requests.length > shownFirst && (
            <button type="button" class="secondary small" onClick={() => setWhole(true)}>
              Show all {number(requests.length)}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

function Nothing({ refusedOnly }: { refusedOnly: boolean }) {
  if (refusedOnly) return <EmptyState title="Nothing was refused lately" />;
  return (
    <EmptyState title="Your directory has sent nothing yet">
      What it sends appears here by itself, with the answer that it got. Test Connection in your directory is
      a good first try.
    </EmptyState>
  );
}

function columns(keys: readonly Key[]): Column<DirectoryRequest>[] {
  const prefixes = new Map(keys.map(({ id, prefix }) => [id, prefix]));
  return [
    {
      name: "Request",
      heads: true,
      cell: ({ method, path, detail }) => (
        <>
          <code>
            {method} {path}
          </code>
          {detail && <p class="detail">{detail}</p>}
        </>
      ),
    },
    { name: "Answer", cell: (one) => <Answer request={one} /> },
    { name: "Took", numeric: true, cell: ({ ms }) => spanInWords(ms) },
    {
      name: "Key",
      cell: ({ key }) => <KeyName id={key} prefix={key === null ? undefined : prefixes.get(key)} />,
    },
    { name: "When", cell: ({ at }) => <Ago at={at} /> },
  ];
}

function Answer({ request: { status, hungUp } }: { request: DirectoryRequest }) {
  if (hungUp) return <Badge tone="waiting">{status}, hung up before</Badge>;
  return <Badge tone={status < 400 ? "good" : "bad"}>{status}</Badge>;
}

function KeyName({ id, prefix }: { id: string | null; prefix: string | undefined }) {
  if (id === null) return <span class="quiet">none of yours</span>;
  if (prefix === undefined) return <span class="quiet">one that has ended</span>;
  return <code>{prefix}…</code>;
}
