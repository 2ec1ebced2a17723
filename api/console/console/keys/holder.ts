/**
 * Whose keys are meant on this page: those of who is signed in.
 */
import type { Holder } from "../../keys/binding.ts";
import { useSession } from "../../parts/session.ts";

export function useHolder(): Holder {
  const { organization, member } = useSession();
  return { organization: organization.id, member: member.id };
}
