/**
 * Requires of a request what HTTP requires of it before anything else: one Host (RFC 9112 §3.2). Node would refuse one
 * without it itself, but not in SCIM's words.
 */
import { ScimError } from "../../shared/scim/error.ts";
import type { ScimMiddleware } from "./context.ts";

export const requireHost: ScimMiddleware = ({ req }, next) => {
  const hosts = req.headersDistinct["host"] ?? [];
  if (hosts.length === 1 || (hosts.length === 0 && req.httpVersion === "1.0")) return next();
  throw new ScimError("invalidSyntax", `Send one Host header; ${hosts.length} were sent.`);
};
