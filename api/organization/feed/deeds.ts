/**
 * What admins did about the organization itself, told in its feed: who turned SCIM on, made a key, changed a setting.
 */
import type { Actor } from "../../../shared/store/documents.ts";
import type { Deed } from "../../../shared/store/event-documents.ts";
import { inTurn } from "../../../shared/store/turn.ts";
import type { ApiDeps } from "../../deps.ts";

/** Tells a deed, once it is done. */
export async function tellDeed(
  { store, now }: Pick<ApiDeps, "store" | "now">,
  organization: string,
  actor: Actor,
  deed: Deed,
): Promise<void> {
  const at = now();
  await inTurn(store, organization, at, async (turn) => turn.tell([{ ...deed, actor, since: at }]));
}
