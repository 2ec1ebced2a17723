/**
 * Signing out: here, or on every device. Keys that were unlocked are gone with the page.
 */
import { ProblemBox } from "../../parts/problem-box.tsx";
import { request } from "../../parts/request.ts";
import { useAction } from "../../parts/use-action.ts";

export function SignOut() {
  const { run, isRunning, error } = useAction(async (path: string) => {
    await request("DELETE", path);
    location.assign("/sign-in");
  });
  return (
    <>
      <ProblemBox error={error} />
      <div class="actions">
        <button
          type="button"
          class="secondary"
          aria-busy={isRunning}
          onClick={() => void run("/api/session")}
        >
          Sign out
        </button>
        <button
          type="button"
          class="secondary"
          aria-busy={isRunning}
          onClick={() => void run("/api/sessions")}
        >
          Sign out everywhere
        </button>
      </div>
    </>
  );
}
