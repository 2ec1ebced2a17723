/**
 * The frame of every page: who is signed in, the navigation, and the page itself. There is no page before it is known who
 * looks at it.
 */
import type { ComponentChildren } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useLive } from "../../parts/live.ts";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { SessionContext, useSession } from "../../parts/session.ts";
import { sessionPath, useApi, useOrganization } from "../../parts/use-api.ts";
import type { Organization, Session } from "../../parts/wire.ts";
import { LateNotice } from "./late-notice.tsx";
import { Navigation } from "./navigation.tsx";
import { Pages } from "./pages.tsx";

/** Seen once in the life of an organization, and large with what makes keys. */
const KeyNotice = lazy(() => import("../keys/key-notice.tsx"));

export function Shell() {
  const {
    data: session,
    error,
    readAgain,
  } = useApi<Session>(sessionPath, {
    isAwaiting: (known) => known !== undefined && hasRole(known) && !isConfirmed(known),
  });
  if (!session)
    return (
      <main class="waiting-room">
        {error && error.status !== 401 && <ProblemBox error={error} onRetry={readAgain} />}
      </main>
    );
  // A role counts from the confirmation on.
  const isAdmin = hasRole(session) && isConfirmed(session);
  return (
    <SessionContext.Provider value={session}>
      {isAdmin ? <AdminFrame /> : <MemberFrame />}
    </SessionContext.Provider>
  );
}

const hasRole = ({ member }: Session) => member.role !== "member";
const isConfirmed = ({ member }: Session) => member.status === "confirmed";

function AdminFrame() {
  const { isConnected, openFailures } = useLive();
  return (
    <Frame navigation={<Navigation isAdmin openFailures={openFailures} />}>
      <LateNotice isConnected={isConnected} />
      <MissingKey />
      <Pages isAdmin />
    </Frame>
  );
}

function MissingKey() {
  const { member } = useSession();
  const isOwner = member.role === "owner" && member.status === "confirmed";
  const { data: organization } = useOrganization<Organization>(isOwner ? "" : null);
  if (organization?.hasKey !== false) return null;
  return (
    <Suspense fallback={null}>
      <KeyNotice />
    </Suspense>
  );
}

function MemberFrame() {
  return (
    <Frame navigation={<Navigation isAdmin={false} openFailures={0} />}>
      <Pages isAdmin={false} />
    </Frame>
  );
}

function Frame({ navigation, children }: { navigation: ComponentChildren; children: ComponentChildren }) {
  return (
    <>
      <a class="skip-link" href="#content">
        Skip to the content
      </a>
      <div class="shell">
        {navigation}
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
    </>
  );
}
