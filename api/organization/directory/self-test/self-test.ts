/**
 * Plays Test Connection against the public URL, over HTTP, as a directory does it. It changes nothing, and nothing of it
 * counts as the directory's traffic.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import type { Organization } from "../../../../shared/store/documents.ts";
import { takesScim } from "../../../../shared/store/organizations.ts";
import type { ApiDeps } from "../../../deps.ts";
import { Refusal } from "../../refusal.ts";
import type { selfTest } from "../../schema/directory.ts";
import { type Called, call } from "./call.ts";
import { selfTestHeader, withSelfTestKey } from "./key.ts";

type Outcome = z.input<typeof selfTest>;
type Step = Outcome["steps"][number];

const listResponse = z.object({ totalResults: z.literal(0), Resources: z.array(z.never()).optional() });
const providerConfig = z.object({ patch: z.object({ supported: z.boolean() }) });

/**
 * Runs the test.
 * @param key the directory's, as the admin has it at hand; without it the test has one of its own
 * @throws Refusal where there is nothing to test, or another test is running
 */
export async function runSelfTest(deps: ApiDeps, organization: Organization, key?: string): Promise<Outcome> {
  if (!takesScim(organization))
    throw new Refusal("SCIM provisioning is off. Turn it on first; then there is something to test.");
  return withSelfTestKey(deps, organization._id, async (secret) => {
    const url = `${deps.config.PUBLIC_URL}/scim/v2/${organization._id}`;
    const ask = (path: string, bearer: string) =>
      call(url + path, { Authorization: `Bearer ${bearer}`, [selfTestHeader]: secret });
    const bearer = headerValue(key) ?? secret;
    const filter = encodeURIComponent(`userName eq "${randomUUID()}"`);
    const steps: Step[] = [reachedStep(await ask("/ServiceProviderConfig", bearer))];
    // Where nothing answers, or something else does, the rest would only say so again.
    if (steps[0]?.ok) {
      steps.push(foundNobodyStep(await ask(`/Users?filter=${filter}`, bearer)));
      steps.push(
        turnedAwayStep(await ask("/ServiceProviderConfig", `rc_${randomBytes(32).toString("hex")}`)),
      );
    }
    return { ok: steps.every(({ ok }) => ok), steps };
  });
}

/** What was pasted, as it can stand in a header: no key of ours holds anything else. */
function headerValue(key: string | undefined): string | undefined {
  return key?.trim().replace(/[^\x21-\x7e]/g, "?");
}

function reachedStep(called: Called): Step {
  const name = "The SCIM URL is reached and the key is good";
  if (called.reached && called.status === 401)
    return failed(name, "The key is not one of this organization's, or it has ended. Copy it anew.");
  return stepOf(name, called, providerConfig, "The server answers and says what it can do.");
}

function foundNobodyStep(called: Called): Step {
  const name = "A person who is not there is not found";
  return stepOf(name, called, listResponse, "The look-up is answered with an empty list, as it must be.");
}

function turnedAwayStep(called: Called): Step {
  const name = "A wrong key is turned away";
  if (called.reached && called.status === 401)
    return { name, ok: true, detail: "Nobody gets in without the key." };
  return failed(name, called.reached ? wrongStatus(called, 401) : called.why);
}

function stepOf(name: string, called: Called, wanted: z.ZodType, fine: string): Step {
  if (!called.reached) return failed(name, called.why);
  if (called.status !== 200) return failed(name, wrongStatus(called, 200));
  if (!wanted.safeParse(called.body).success)
    return failed(
      name,
      "Something else than this server answers at the public URL: the answer is not the one that was sent.",
    );
  return { name, ok: true, detail: fine };
}

/** A status says who answered: a proxy that sends elsewhere, or one that finds nothing behind it. */
function wrongStatus({ status, location }: Extract<Called, { reached: true }>, wanted: number): string {
  if (status >= 300 && status < 400)
    return `The public URL leads on to ${place(location)}. A directory does not follow; the public URL must be the last one.`;
  if (status === 404) return "Nothing is found there. Check that the proxy passes the path on unchanged.";
  if ([502, 503, 504].includes(status))
    return `The answer is ${status}: a proxy does not get through to the server, or the server has too much to do.`;
  return `The answer is ${status} where ${wanted} is expected.`;
}

function place(location: string | null): string {
  return location === null ? "another place" : location.slice(0, 200);
}

function failed(name: string, detail: string): Step {
  return { name, ok: false, detail };
}
