/**
 * Where there is nobody yet: the directory brings them, or an admin does.
 */
import { Link } from "wouter-preact";
import { EmptyState } from "../../parts/empty-state.tsx";

export function NoMembers({ onInvite }: { onInvite: () => void }) {
  return (
    <EmptyState
      title="Nobody is here yet"
      action={
        <>
          <Link class="button" href="/connect">
            Connect the directory
          </Link>
          <button type="button" class="secondary" onClick={onInvite}>
            Invite someone by hand
          </button>
        </>
      }
    >
      Once your directory is connected, the people it assigns show up here and are invited.
    </EmptyState>
  );
}
