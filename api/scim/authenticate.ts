/**
 * Lets a directory in by its key. Whatever is wrong (no organization, SCIM off, another plan, a wrong or ended key)
 * is answered in the same words after the same work, so that nobody learns which organizations there are.
 */
import { ScimError } from "../../shared/scim/error.ts";
import { findKey } from "../../shared/scim-key.ts";
import { type Organization, plans } from "../../shared/store/documents.ts";
import type { ApiDeps } from "../deps.ts";
import { noteUse } from "../organization/keys.ts";
import type { ScimMiddleware } from "./context.ts";

const place = /^\/scim\/v2\/([^/]+)(?:\/|$)/i;

export function authenticate(deps: ApiDeps): ScimMiddleware {
  return async (ctx, next) => {
    const id = place.exec(ctx.path)?.[1];
    if (id === undefined)
      throw new ScimError("notFound", "There is nothing here; SCIM is under /scim/v2/ and the organization.");
    const organization = await deps.readOrganization(id);
    const now = deps.now();
    const key = findKey(organization?.scim.keys ?? [], bearerToken(ctx.get("Authorization")), now);
    if (!organization || !key || !takesScim(organization)) {
      throw new ScimError(
        "unauthorized",
        "The key is missing, wrong or expired, or provisioning is off. Copy the key from the SCIM settings into the directory.",
      );
    }
    noteUse(deps, organization._id, key, now);
    ctx.state.organization = organization;
    ctx.state.actor = { kind: "key", id: key.id };
    ctx.state.baseUrl = `${deps.config.PUBLIC_URL}/scim/v2/${organization._id}`;
    return next();
  };
}

function takesScim({ plan, enabled, scim }: Organization): boolean {
  return enabled && scim.enabled && plans[plan].scim;
}

function bearerToken(header: string): string {
  const [scheme, token] = header.trim().split(/\s+/, 2);
  return scheme?.toLowerCase() === "bearer" ? (token ?? "") : "";
}
