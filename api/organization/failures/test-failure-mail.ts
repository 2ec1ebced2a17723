/**
 * A test e-mail to the addresses where an organization's failures go: it is sent at once, and what keeps it from an
 * address is a failure like that of any e-mail about failures (row F06).
 */
import { recipientsOf } from "../../../shared/failure-recipients.ts";
import type { TestEmail } from "../../../shared/store/documents.ts";
import { isDuplicate } from "../../../shared/store/trouble.ts";
import type { ApiDeps } from "../../deps.ts";
import { Refusal } from "../refusal.ts";
import { requireOrganization } from "../settings/organizations.ts";

/** One test in so long, and for how long it is tried: an admin waits for it. */
const everyMs = 60_000;
const triedForMs = 5 * 60_000;

/**
 * Queues the e-mails of a test, in place of what is left of the one before it.
 * @returns the addresses
 * @throws Refusal where failures are e-mailed to nobody, or the last test is too young
 */
export async function testFailureMail(deps: ApiDeps, organization: string): Promise<string[]> {
  const { store, queues, now, log } = deps;
  const addresses = recipientsOf(await requireOrganization(deps, organization));
  if (addresses.length === 0)
    throw new Refusal("Failures are e-mailed to nobody. Turn that on, and enter an address first.");
  const at = now();
  // An organization's id holds no dot, so no other one's e-mails begin like that.
  const prefix = `test.${organization}.`;
  const ofMinute = `${prefix}${Math.floor(at.getTime() / everyMs)}.`;
  const tests = (end: string) => ({ _id: { $gte: prefix, $lt: end }, organization });
  const last = await store.emails
    .find(tests(`${prefix}~`))
    .sort({ _id: -1 })
    .limit(1)
    .next();
  if (last && at.getTime() - last.createdAt.getTime() < everyMs) throw tooSoon();
  const rows = addresses.map(
    (address, index): TestEmail => ({
      _id: `${ofMinute}${index + 1}`,
      organization,
      kind: "test",
      address,
      state: "queued",
      attempts: 0,
      createdAt: at,
      dueAt: at,
      giveUpAt: new Date(at.getTime() + triedForMs),
    }),
  );
  // Two admins at the same moment: their rows have the same ids.
  await store.emails.insertMany(rows).catch((error: unknown) => {
    throw isDuplicate(error) ? tooSoon() : error;
  });
  await store.emails.deleteMany(tests(ofMinute));
  // Without Redis the sweeper finds them.
  await queues
    .mailOut(rows.map(({ _id }) => _id))
    .catch((error: unknown) => log.debug({ err: error }, "e-mails were not queued"));
  return [...addresses];
}

function tooSoon(): Refusal {
  return new Refusal(
    "A test was sent less than a minute ago. Wait a moment, and look whether it has arrived.",
  );
}
