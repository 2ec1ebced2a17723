/**
 * Makes a group by hand, and goes to it.
 */
import { useLocation } from "wouter-preact";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import type { Group } from "../../parts/wire.ts";
import { NameDialog } from "./name-dialog.tsx";

export function NewGroupDialog({ onClose }: { onClose: () => void }) {
  const path = useOrganizationPath();
  const [, goTo] = useLocation();
  const make = async (displayName: string) => {
    const group = await request<Group>("POST", path("/groups"), { displayName });
    goTo(`/groups/${encodeURIComponent(group.id)}`);
  };
  return (
    <NameDialog title="New group" action="Create" name="" onName={make} onClose={onClose}>
      Should the directory send a group of the same name later, the two are linked.
    </NameDialog>
  );
}
