/**
 * What happened, the newest first, a page at a time: of all, or of one member or group.
 */
import { Link } from "wouter-preact";
import { Ago } from "../../parts/ago.tsx";
import { Pager, usePages } from "../../parts/pager.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { withQuery } from "../../parts/request.ts";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useOrganization } from "../../parts/use-api.ts";
import type { HistoryItem } from "../../parts/wire.ts";
import "./events.css";
import { type Part, sentenceOf } from "./sentences.ts";

type Props = {
  /** By what it is narrowed. */
  readonly about: Readonly<Record<string, string>>;
  readonly limit?: number;
  /** What to say where nothing is to be shown. */
  readonly nothing: string;
  /** Of its cursor in the page's query. */
  readonly cursor?: string;
};

type HistoryPage = { readonly items: readonly HistoryItem[]; readonly next: number | null };

export function History({ about, limit = 50, nothing, cursor = "after" }: Props) {
  const pages = usePages(cursor);
  const path = withQuery("/history", { ...about, before: pages.after, limit });
  const { data, error, isStale, readAgain } = useOrganization<HistoryPage>(path, { keepPrevious: true });
  if (!data)
    return error ? <ProblemBox error={error} onRetry={readAgain} /> : <Skeleton lines={8} size="row" />;
  return (
    <div class="history">
      {error && <ProblemBox error={error} onRetry={readAgain} />}
      {data.items.length === 0 && <p class="quiet">{nothing}</p>}
      <ol class={isStale ? "stale" : undefined}>
        {data.items.map((event) => (
          <li key={event.number}>
            <span>
              {sentenceOf(event).map((part) => (
                <Said key={typeof part === "string" ? part : part.kind} part={part} />
              ))}
            </span>
            <Ago at={event.at} />
          </li>
        ))}
      </ol>
      <Pager
        label="Older and newer events"
        pages={pages}
        next={data.next?.toString()}
        words={{ back: "Newer", on: "Older" }}
      />
    </div>
  );
}

function Said({ part }: { part: Part }) {
  if (typeof part === "string") return <>{part}</>;
  if (part.kind === "actor") return <strong>{part.name}</strong>;
  return <Link href={`/${part.kind}s/${encodeURIComponent(part.id)}`}>{part.name}</Link>;
}
