/**
 * What an admin can do with a group: give it another name, or remove it where it is not the directory's.
 */
import { useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { useToast } from "../../parts/toast.tsx";
import { useReadAgain } from "../../parts/use-api.ts";
import type { Group } from "../../parts/wire.ts";
import { NameDialog } from "./name-dialog.tsx";
import { isDirectorys } from "./owner.ts";

export function GroupActions({ group }: { group: Group }) {
  const [asked, setAsked] = useState<"rename" | "remove">();
  const close = () => setAsked(undefined);
  const path = useOrganizationPath()(`/groups/${encodeURIComponent(group.id)}`);
  const readAgain = useReadAgain();
  const toast = useToast();
  const [, goTo] = useLocation();
  const rename = async (displayName: string) => {
    await request<Group>("PATCH", path, { displayName });
    void readAgain();
    toast("The group has its new name.");
  };
  const remove = async () => {
    await request("DELETE", path);
    toast(`${group.displayName} was removed.`);
    goTo("/groups");
  };
  return (
    <>
      <button type="button" class="secondary small" onClick={() => setAsked("rename")}>
        Rename
      </button>
      {!isDirectorys(group) && (
        <button type="button" class="secondary small" onClick={() => setAsked("remove")}>
          Remove
        </button>
      )}
      {asked === "rename" && (
        <NameDialog
          title={`Rename ${group.displayName}`}
          action="Rename"
          name={group.displayName}
          onName={rename}
          onClose={close}
        >
          {isDirectorys(group)
            ? "The directory owns this name. It is changed back within a minute; rename the group in the directory instead."
            : "The name must be the only one of its kind here."}
        </NameDialog>
      )}
      {asked === "remove" && (
        <ConfirmDialog
          title={`Remove ${group.displayName}`}
          action="Remove"
          isDangerous
          onConfirm={remove}
          onClose={close}
        >
          <p>The group is gone for good. Its people stay members of the organization.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
