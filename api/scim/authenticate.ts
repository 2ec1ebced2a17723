/**
 * Lets a directory in by its key. Whatever is wrong (no organization, SCIM off, another plan, a wrong or ended key)
 * is answered in the same words after the same work, so that nobody learns which organizations there are; and it
 * counts as a failed attempt in the same way.
 */
import { ScimError } from "../../shared/scim/error.ts";
import { findKey } from "../../shared/scim-key.ts";
import type { Organization } from "../../shared/store/documents.ts";
import { takesScim } from "../../shared/store/organizations.ts";
import type { ApiDeps } from "../deps.ts";
import { addressOfClient } from "../limits/client-address.ts";
import { noteUse } from "../organization/directory/keys.ts";
import { selfTestHeader } from "../organization/directory/self-test/key.ts";
import type { ScimContext, ScimMiddleware, ScimState } from "./context.ts";

const place = /^\/scim\/v2\/([^/]+)(\/.*)?$/i;
/** What an organization can let everybody read (RFC 7644 §4). */
const discoverable = /^\/(ServiceProviderConfig|serviceConfiguration|ResourceTypes|Schemas)(\/|$)/i;

export function authenticate(deps: ApiDeps): ScimMiddleware {
  return async (ctx, next) => {
    const [, id, path = ""] = place.exec(ctx.path) ?? [];
    if (id === undefined)
      throw new ScimError("notFound", "There is nothing here; SCIM is under /scim/v2/ and the organization.");
    const organization = await deps.readOrganization(id);
    if (organization) ctx.state.asked = organization;
    ctx.state.isSelfTest = isSelfTest(organization, ctx.get(selfTestHeader), deps.now());
    const actor = actorOf(deps, organization, ctx, path);
    if (!organization || !actor || !takesScim(organization)) {
      if (!ctx.state.isSelfTest) countFailure(deps, addressOfClient(ctx, deps.config), id);
      throw new ScimError(
        "unauthorized",
        "The key is missing, wrong or expired, or provisioning is off. Copy the key from the SCIM settings into the directory.",
      );
    }
    ctx.state.organization = organization;
    ctx.state.actor = actor;
    ctx.state.baseUrl = `${deps.config.PUBLIC_URL}/scim/v2/${organization._id}`;
    ctx.state.types = deps.typesOf(organization);
    return next();
  };
}

/** @throws ScimError tooManyRequests where there were too many before it */
function countFailure({ limits }: ApiDeps, address: string, organization: string): void {
  const retryAfterSeconds = limits.failedAttempts.count(address, organization);
  if (retryAfterSeconds === 0) return;
  throw new ScimError(
    "tooManyRequests",
    `Too many requests came with a key that is missing or wrong. Copy the key from the SCIM settings into the directory, and try again in ${retryAfterSeconds} seconds.`,
    { retryAfterSeconds },
  );
}

/** Who is let in; null for nobody. Whoever shows a key is let in by that key, or not at all. */
function actorOf(
  deps: ApiDeps,
  organization: Organization | null,
  ctx: Pick<ScimContext, "get" | "method" | "state">,
  path: string,
): ScimState["actor"] | null {
  const now = deps.now();
  const header = ctx.get("Authorization");
  const key = findKey(organization?.scim.keys ?? [], bearerToken(header), now);
  if (organization && key) {
    if (!ctx.state.isSelfTest) noteUse(deps, organization._id, key, now);
    return { kind: "key", id: key.id };
  }
  const isReading = ["GET", "HEAD"].includes(ctx.method);
  const isOpen = organization?.settings.openDiscovery === true && header === "" && discoverable.test(path);
  const isOurs = ctx.state.isSelfTest && isSelfTest(organization, bearerToken(header), now);
  return isReading && (isOpen || isOurs) ? { kind: "system" } : null;
}

/** Whether a secret is that of the self-test which runs. Nobody else has it, and it ends with the test. */
function isSelfTest(organization: Organization | null, secret: string, now: Date): boolean {
  const key = organization?.scim.selfTest;
  return key !== undefined && secret !== "" && findKey([key], secret, now) !== null;
}

/** The token of an Authorization header; empty where it holds none (RFC 6750 §2.1). */
export function bearerToken(header: string): string {
  const [scheme, token] = header.trim().split(/\s+/, 2);
  return scheme?.toLowerCase() === "bearer" ? (token ?? "") : "";
}
