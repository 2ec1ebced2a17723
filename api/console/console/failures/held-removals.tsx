/**
 * Removals that are held since the directory took access from too many at once: an admin lets them be done or undoes
 * them, one or all.
 */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { Ago } from "../../parts/ago.tsx";
import { counted } from "../../parts/numbers.ts";
import { Pager, usePages } from "../../parts/pager.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { withQuery } from "../../parts/request.ts";
import { Table } from "../../parts/table.tsx";
import { useOrganization } from "../../parts/use-api.ts";
import type { HeldRemoval, Overview, Page } from "../../parts/wire.ts";
import { nameOf } from "../members/status.tsx";
import { type Decision, RemovalDialog } from "./removal-dialog.tsx";

export function HeldRemovals() {
  const [asked, setAsked] = useState<Decision>();
  const pages = usePages("held");
  const { data: overview } = useOrganization<Overview>("/overview");
  const path = withQuery("/held-removals", { after: pages.after, limit: 25 });
  const { data, error, isStale, readAgain } = useOrganization<Page<HeldRemoval>>(path, {
    keepPrevious: true,
  });
  const ask = (decision: Decision["decision"], member?: HeldRemoval) => () => setAsked({ decision, member });
  if (!data) return <ProblemBox error={error} onRetry={readAgain} />;
  if (data.items.length === 0 && pages.isFirst) return null;
  const total = overview?.waiting.review;
  return (
    <section class="card">
      <h2>{total ? counted(total, "removal") : "Removals"} held for review</h2>
      <p>
        The directory deleted many people at once. Their access is taken away already; everything else is kept
        until you decide. If it was meant, remove them. If it was a mistake, give them back what they had.
      </p>
      <div class="actions">
        <button type="button" class="small" onClick={ask("undo")}>
          Undo all
        </button>
        <button type="button" class="danger small" onClick={ask("approve")}>
          Remove all
        </button>
      </div>
      <Table
        caption="Held removals"
        rows={data.items}
        idOf={({ id }) => id}
        isStale={isStale}
        columns={[
          {
            name: "Member",
            heads: true,
            cell: (held) => (
              <div class="person">
                <Link href={`/members/${encodeURIComponent(held.id)}`}>{nameOf(held)}</Link>
                {held.displayName && <small class="quiet">{held.userName}</small>}
              </div>
            ),
          },
          { name: "Was", width: "8rem", cell: ({ was }) => was ?? "" },
          { name: "Deleted", width: "9rem", cell: ({ removedAt }) => <Ago at={removedAt} never="" /> },
          {
            name: "Decide",
            width: "12rem",
            isNameless: true,
            cell: (held) => (
              <span class="actions">
                <button type="button" class="secondary small" onClick={ask("undo", held)}>
                  Undo<span class="only-read"> {nameOf(held)}</span>
                </button>
                <button type="button" class="secondary small" onClick={ask("approve", held)}>
                  Remove<span class="only-read"> {nameOf(held)}</span>
                </button>
              </span>
            ),
          },
        ]}
      />
      <Pager label="Pages of held removals" pages={pages} next={data.next} />
      {asked && <RemovalDialog {...asked} total={total} onClose={() => setAsked(undefined)} />}
    </section>
  );
}
