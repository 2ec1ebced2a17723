/**
 * What failed: the open ones first, with the cause and what to do; and removals that are held for review.
 */
import { Link } from "wouter-preact";
import { EmptyState } from "../../parts/empty-state.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { Pager, usePages } from "../../parts/pager.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { withQuery } from "../../parts/request.ts";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useOrganization } from "../../parts/use-api.ts";
import { useFilters } from "../../parts/use-filters.ts";
import type { Failure, Page } from "../../parts/wire.ts";
import { FailureCard } from "./failure-card.tsx";
import "./failures.css";
import { HeldRemovals } from "./held-removals.tsx";
import { RetryAll } from "./retry-all.tsx";

const states = [
  {
    state: "open",
    name: "Open",
    nothing: "Nothing is wrong",
    why: "What fails shows up here, with the cause and what to do about it.",
  },
  {
    state: "dismissed",
    name: "Dismissed",
    nothing: "Nothing was dismissed",
    why: "What you know of already can be put here: no e-mail tells of it any more.",
  },
  {
    state: "resolved",
    name: "Resolved",
    nothing: "Nothing was resolved lately",
    why: "A failure goes here by itself once its cause is gone.",
  },
] as const;

export default function FailuresPage() {
  const [get] = useFilters();
  const shown = states.find(({ state }) => state === get("state")) ?? states[0];
  const pages = usePages();
  const path = withQuery("/failures", { state: shown.state, after: pages.after, limit: 25 });
  const { data, error, readAgain } = useOrganization<Page<Failure>>(path);
  return (
    <>
      <PageHeader title="Failures">
        {shown.state === "open" && data?.items.some(({ canRetry }) => canRetry) && <RetryAll />}
      </PageHeader>
      <nav class="tabs" aria-label="Failures by state">
        {states.map(({ state, name }) => (
          <Link
            key={state}
            href={state === "open" ? "/failures" : `/failures?state=${state}`}
            aria-current={state === shown.state ? "page" : undefined}
          >
            {name}
          </Link>
        ))}
      </nav>
      {shown.state === "open" && <HeldRemovals />}
      <ProblemBox error={error} onRetry={readAgain} />
      {!data && !error && <Skeleton lines={8} size="row" />}
      {data?.items.length === 0 && <EmptyState title={shown.nothing}>{shown.why}</EmptyState>}
      {data && data.items.length > 0 && (
        <section aria-label={`${shown.name} failures`}>
          {data.items.map((failure) => (
            <FailureCard key={failure.id} failure={failure} />
          ))}
          <Pager pages={pages} next={data.next} />
        </section>
      )}
    </>
  );
}
