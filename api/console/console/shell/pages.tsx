/**
 * Which page stands where. Each comes when it is first gone to, so that the first view is small.
 */
import { lazy, Suspense } from "preact/compat";
import { Redirect, Route, Switch, useLocation } from "wouter-preact";
import { Skeleton } from "../../parts/skeleton.tsx";
import { NotFound } from "./not-found.tsx";
import { PageBoundary } from "./page-boundary.tsx";

const Overview = lazy(() => import("../overview/overview-page.tsx"));
const Members = lazy(() => import("../members/members-page.tsx"));
const Member = lazy(() => import("../members/member-page.tsx"));
const Groups = lazy(() => import("../groups/groups-page.tsx"));
const Group = lazy(() => import("../groups/group-page.tsx"));
const Failures = lazy(() => import("../failures/failures-page.tsx"));
const Events = lazy(() => import("../events/events-page.tsx"));
const Settings = lazy(() => import("../settings/settings-page.tsx"));
const Connect = lazy(() => import("../connect/connect-page.tsx"));
const Account = lazy(() => import("../account/account-page.tsx"));

/** @param isAdmin whoever is not sees the own account only */
export function Pages({ isAdmin }: { isAdmin: boolean }) {
  const [location] = useLocation();
  return (
    <PageBoundary key={location.split("/")[1]}>
      <Suspense fallback={<Skeleton lines={6} />}>
        {isAdmin ? (
          <Switch>
            <Route path="/" component={Overview} />
            <Route path="/members" component={Members} />
            <Route path="/members/:id">{({ id }) => <Member key={id} id={id} />}</Route>
            <Route path="/groups" component={Groups} />
            <Route path="/groups/:id">{({ id }) => <Group key={id} id={id} />}</Route>
            <Route path="/failures" component={Failures} />
            <Route path="/events" component={Events} />
            <Route path="/settings/*?" component={Settings} />
            <Route path="/connect/*?" component={Connect} />
            <Route path="/account" component={Account} />
            <Route component={NotFound} />
          </Switch>
        ) : (
          <Switch>
            <Route path="/account" component={Account} />
            <Route>
              <Redirect to="/account" replace />
            </Route>
          </Switch>
        )}
      </Suspense>
    </PageBoundary>
  );
}
