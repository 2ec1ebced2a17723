/**
 * The key of a self-test. It stands beside the keys of the directory and is never among them; it reads, and changes
 * nothing; and while it is there, no other test of the organization begins.
 */
import { createKey } from "../../../../shared/scim-key.ts";
import { untilForgotten } from "../../../../shared/store/recent.ts";
import type { ApiDeps } from "../../../deps.ts";
import { Refusal } from "../../refusal.ts";

/** By this header, with the secret of the test, its calls are known: nothing is noted of them. */
export const selfTestHeader = "X-Rollcall-Self-Test";

/** Longer than a test takes. It ends by itself where the process that made it is killed. */
const livesMs = 60_000;

/**
 * Runs a test with a key that is there only meanwhile.
 * @throws Refusal where another test of the organization is running
 */
export async function withSelfTestKey<Result>(
  { store, now, newId }: ApiDeps,
  organization: string,
  run: (secret: string) => Promise<Result>,
): Promise<Result> {
  const at = now();
  const { secret, key } = createKey(newId(), at);
  const free = [{ "scim.selfTest": { $exists: false } }, { "scim.selfTest.expiresAt": { $lte: at } }];
  const { modifiedCount } = await store.organizations.updateOne(
    { _id: organization, $or: free },
    { $set: { "scim.selfTest": { ...key, expiresAt: new Date(at.getTime() + livesMs) } } },
  );
  if (modifiedCount === 0) throw new Refusal("A test is running already. Wait until it has ended.");
  try {
    // Until every process knows it.
    await untilForgotten();
    return await run(secret);
  } finally {
    await store.organizations.updateOne(
      { _id: organization, "scim.selfTest.id": key.id },
      { $unset: { "scim.selfTest": true } },
    );
  }
}
