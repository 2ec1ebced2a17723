/**
 * Ending sessions. Links that would begin new ones end with them, so that whoever comes back signs in anew.
 */
import type { ClientSession } from "mongodb";
import type { Store } from "./store.ts";

/**
 * Ends the sessions of some members of an organization, or of all.
 * @param transaction in which it happens, if in one
 */
export async function endSessions(
  { sessions, signIns }: Store,
  organization: string,
  members: readonly string[] | "all",
  transaction?: ClientSession,
): Promise<void> {
  const of = { organization, ...(members !== "all" && { member: { $in: [...members] } }) };
  const options = transaction ? { session: transaction } : {};
  // One after the other: a transaction takes one operation at a time.
  await sessions.deleteMany(of, options);
  await signIns.deleteMany(of, options);
}
