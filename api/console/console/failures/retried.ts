/**
 * What is tried again, in words. Pure.
 */
import { counted } from "../../parts/numbers.ts";

export type Retried = {
  readonly members: number;
  readonly groups: number;
  readonly memberships: number;
  readonly emails: number;
};

const lists = new Intl.ListFormat("en");

/** `2 members and 1 e-mail are tried again.` */
export function retriedInWords({ members, groups, memberships, emails }: Retried): string {
  const parts = [
    ...(members > 0 ? [counted(members, "member")] : []),
    ...(groups > 0 ? [counted(groups, "group")] : []),
    ...(memberships > 0 ? [counted(memberships, "membership")] : []),
    ...(emails > 0 ? [counted(emails, "e-mail")] : []),
  ];
  if (parts.length === 0) return "There was nothing left to try again.";
  const isOne = members + groups + memberships + emails === 1;
  return `${lists.format(parts)} ${isOne ? "is" : "are"} tried again.`;
}
