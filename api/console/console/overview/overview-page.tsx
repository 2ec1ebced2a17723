/**
 * Whether it works, who waits, and what is to be done.
 */
import { lazy, Suspense } from "preact/compat";
import { PageHeader } from "../../parts/page-header.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useOrganization } from "../../parts/use-api.ts";
import type { Organization, Overview } from "../../parts/wire.ts";
import { ChartsFrame } from "./charts-frame.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { HealthCard } from "./health-card.tsx";
import { MembersCard } from "./members-card.tsx";
import "./overview.css";
import { SeatsCard } from "./seats-card.tsx";
import { SyncProgress } from "./sync-progress.tsx";
import { isUnconnected, todosOf } from "./todo.ts";
import { TodoCard } from "./todo-card.tsx";

const Charts = lazy(() => import("./charts.tsx"));

export default function OverviewPage() {
  const { data: overview, error, readAgain } = useOrganization<Overview>("/overview");
  const { data: organization } = useOrganization<Organization>("");
  const isNew = overview && isUnconnected(overview);
  return (
    <>
      <PageHeader title="Overview" />
      <ProblemBox error={error} onRetry={readAgain} />
      {(!overview || !organization) && !error && <Skeleton lines={12} size="row" />}
      {overview && organization && (
        <>
          {!isNew && <HealthCard health={overview.health} />}
          <SyncProgress pending={overview.pending} />
          <TodoCard todos={todosOf(overview, organization)} />
          {isNew && <FirstSteps overview={overview} organization={organization} />}
          <div class="side-by-side">
            <MembersCard overview={overview} />
            <SeatsCard seats={overview.seats} groups={overview.groups} />
          </div>
          {!isNew && (
            <Suspense fallback={<ChartsFrame />}>
              <Charts />
            </Suspense>
          )}
        </>
      )}
    </>
  );
}
