/**
 * Connecting a directory, step by step, with the organization's own URL in place. What the directory does is seen here as
 * it comes.
 */
import { Link, Route, Switch } from "wouter-preact";
import { EmptyState } from "../../parts/empty-state.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { Sections } from "../../parts/sections.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useOrganization } from "../../parts/use-api.ts";
import type { ConnectProgress, Organization } from "../../parts/wire.ts";
import { useIssuedKey } from "../settings/issued-key.tsx";
import { NotFound } from "../shell/not-found.tsx";
import { Connections } from "./connections.tsx";
import { entra } from "./entra.tsx";
import { google } from "./google.tsx";
import type { Guide } from "./guide.ts";
import { GuideSteps } from "./guide-steps.tsx";
import { jumpcloud } from "./jumpcloud.tsx";
import { okta } from "./okta.tsx";
import { onelogin } from "./onelogin.tsx";
import "./connect.css";

const guides: readonly Guide[] = [entra, okta, onelogin, jumpcloud, google];

/** The first one stands at the page itself. */
function placeOf(guide: Guide): string {
  return guide === guides[0] ? "/connect" : `/connect/${guide.id}`;
}

export default function ConnectPage() {
  const { data: organization, error, readAgain } = useOrganization<Organization>("");
  const { data: progress, error: progressError } = useOrganization<ConnectProgress>("/connect");
  const { issued, onIssued, dialog } = useIssuedKey();
  // No step says "waiting" of what nobody has asked for yet.
  const isKnown = progress !== undefined || progressError !== undefined;
  return (
    <>
      <PageHeader
        title="Connect your directory"
        lead="Each step is ticked off when its traffic is seen here; leave this page open beside your directory."
      />
      <ProblemBox error={error ?? progressError} onRetry={readAgain} />
      {!(organization && isKnown) && !error && <Skeleton lines={8} />}
      {organization && isKnown && !organization.planHasScim && <NoScim />}
      {organization?.planHasScim && isKnown && (
        <>
          <Sections
            label="Directories"
            places={guides.map((guide) => ({ to: placeOf(guide), name: guide.name }))}
          />
          <Switch>
            {guides.map((guide) => (
              <Route key={guide.id} path={placeOf(guide)}>
                <GuideSteps
                  guide={guide}
                  progress={progress}
                  organization={organization}
                  issued={issued}
                  onIssued={onIssued}
                />
              </Route>
            ))}
            <Route component={NotFound} />
          </Switch>
          <Connections connections={progress?.connections ?? []} />
        </>
      )}
      {dialog}
    </>
  );
}

function NoScim() {
  return (
    <EmptyState
      title="Your plan has no SCIM"
      action={
        <Link class="button" href="/members">
          Invite members by hand
        </Link>
      }
    >
      With the Enterprise plan your directory brings your people by itself, and takes access away when they
      leave.
    </EmptyState>
  );
}
