/**
 * Asks back before held removals are done or undone.
 */
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { counted } from "../../parts/numbers.ts";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { useToast } from "../../parts/toast.tsx";
import { useReadAgain } from "../../parts/use-api.ts";
import type { HeldRemoval } from "../../parts/wire.ts";
import { nameOf } from "../members/status.tsx";

export type Decision = {
  readonly decision: "approve" | "undo";
  /** All, where it is not one. */
  readonly member: HeldRemoval | undefined;
};

type Props = Decision & { readonly total: number | undefined; readonly onClose: () => void };

export function RemovalDialog({ decision, member, total, onClose }: Props) {
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  const toast = useToast();
  const isRemoval = decision === "approve";
  const whom = member ? nameOf(member) : total === undefined ? "all of them" : counted(total, "member");
  const decide = async () => {
    const body = { decision, ...(member && { member: member.id }) };
    const { members } = await request<{ members: number }>("POST", path("/held-removals"), body);
    void readAgain();
    toast(
      `${counted(members, "member is", "members are")} ${isRemoval ? "being removed" : "given back what they had"}.`,
    );
  };
  return (
    <ConfirmDialog
      title={`${isRemoval ? "Remove" : "Undo the removal of"} ${whom}`}
      action={isRemoval ? "Remove for good" : "Undo"}
      isDangerous={isRemoval}
      onConfirm={decide}
      onClose={onClose}
    >
      <p>
        {isRemoval
          ? "They are taken out of the organization and of all groups, and their keys are destroyed. This cannot be undone."
          : "They come back to where they were, with their groups and keys. The directory does not know them until it sends them again."}
      </p>
    </ConfirmDialog>
  );
}
