/**
 * The frame of every page: who is signed in, the navigation, and the page itself. There is no page before it is known who
 * looks at it.
 */
import { lazy, Suspense } from "preact/compat";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { SessionContext } from "../../parts/session.ts";
import { useApi } from "../../parts/use-api.ts";
import type { Session } from "../../parts/wire.ts";
import { LiveUpdates } from "./live-updates.tsx";
import { Navigation } from "./navigation.tsx";
import { Pages } from "./pages.tsx";

const KeyNotice = lazy(() => import("../keys/key-notice.tsx").then(({ KeyNotice }) => KeyNotice));

export function Shell() {
  const { data: session, error, readAgain } = useApi<Session>("/api/session");
  if (!session)
    return (
      <main class="waiting-room">
        {error && error.status !== 401 && <ProblemBox error={error} onRetry={readAgain} />}
      </main>
    );
  const isAdmin = session.member.role !== "member";
  return (
    <SessionContext.Provider value={session}>
      <a class="skip-link" href="#content">
        Skip to the content
      </a>
      <div class="shell">
        <Navigation isAdmin={isAdmin} />
        <main id="content" tabIndex={-1}>
          {isAdmin && <LiveUpdates />}
          {session.member.role === "owner" && (
            <Suspense fallback={null}>
              <KeyNotice />
            </Suspense>
          )}
          <Pages isAdmin={isAdmin} />
        </main>
      </div>
    </SessionContext.Provider>
  );
}
