/**
 * Who owns what of a member; and what may still be changed here: the role by an owner, whose the profile is by an admin.
 */
import { useState } from "preact/hooks";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { FilterSelect } from "../../parts/filter-select.tsx";
import { request } from "../../parts/request.ts";
import { useOrganizationPath, useSession } from "../../parts/session.ts";
import { useToast } from "../../parts/toast.tsx";
import { useReadAgain } from "../../parts/use-api.ts";
import type { Member } from "../../parts/wire.ts";
import { ownershipInWords } from "./ownership.ts";
import { nameOf } from "./status.tsx";

type Change = { readonly role: Member["role"] } | { readonly profileOwner: "organization" | "directory" };

const roles = [
  { value: "member", name: "Member" },
  { value: "admin", name: "Admin" },
  { value: "owner", name: "Owner" },
] as const;

const profileOwners = [
  { value: "organization", name: "The organization" },
  { value: "directory", name: "The directory" },
] as const;

export function OwnershipCard({ member }: { member: Member }) {
  const { member: me } = useSession();
  const [asked, setAsked] = useState<Change>();
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  const toast = useToast();
  const change = async () => {
    await request("PATCH", path(`/members/${encodeURIComponent(member.id)}`), asked);
    void readAgain();
    toast("The change is made.");
  };
  return (
    <section class="card">
      <h2>Who decides about what</h2>
      {ownershipInWords(member).map((words) => (
        <p key={words}>{words}</p>
      ))}
      <div class="filters">
        {me.role === "owner" && (
          <FilterSelect
            label="Role"
            value={member.role}
            options={roles}
            onChange={(value) => {
              const role = roles.find((one) => one.value === value)?.value;
              if (role) setAsked({ role });
            }}
          />
        )}
        {member.profileOwner && (
          <FilterSelect
            label="Name and external id belong to"
            value={member.profileOwner}
            options={profileOwners}
            onChange={(value) => {
              const profileOwner = profileOwners.find((one) => one.value === value)?.value;
              if (profileOwner) setAsked({ profileOwner });
            }}
          />
        )}
      </div>
      {me.role !== "owner" && <p class="quiet">Only an owner may change the role.</p>}
      {asked && (
        <ConfirmDialog
          title={titleOf(asked, member)}
          action="Change"
          onConfirm={change}
          onClose={() => setAsked(undefined)}
        >
          <p>{meaningOf(asked)}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}

const rolesInWords = { member: "a member", admin: "an admin", owner: "an owner" } as const;

function titleOf(change: Change, member: Member): string {
  if ("role" in change) return `Make ${nameOf(member)} ${rolesInWords[change.role]}`;
  return `Give the profile of ${nameOf(member)} to the ${change.profileOwner}`;
}

function meaningOf(change: Change): string {
  if (!("role" in change))
    return change.profileOwner === "directory"
      ? "The name and the external id become what the directory says, from now on."
      : "The name and the external id become what they were here, and the directory no longer changes them.";
  if (change.role === "owner")
    return "An owner may do everything: roles, sign-in, tokens, and the organization's key. The directory cannot remove the last one.";
  if (change.role === "admin")
    return "An admin may sign in here and decide about members, groups and the directory.";
  return "A member sees their own account only.";
}
