/**
 * What every page tells the browser to refuse. Nothing runs, loads or frames here that is not a file of our own, and no
 * address leaves with a link: the addresses of some pages hold secrets.
 */
import type { Context } from "koa";

type Policy = Readonly<Record<string, string>>;

const strict: Policy = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self' data:",
  "font-src": "'self'",
  "connect-src": "'self'",
  "form-action": "'self'",
  "base-uri": "'none'",
  "frame-ancestors": "'none'",
};

/** The built pages also turn passphrases into keys, which is done in WebAssembly; a worker's policy is that of its file. */
export const builtPolicy: Policy = { ...strict, "script-src": "'self' 'wasm-unsafe-eval'" };

/** A page of the server runs nothing. */
export const plainPolicy: Policy = { ...strict, "script-src": "'none'", "connect-src": "'none'" };

/** What shows the OpenAPI document. */
export const docsPolicy: Policy = strict;

/** @param publicUrl where browsers reach the site; under https they are told to keep to that */
export function setSiteHeaders(ctx: Context, publicUrl: string, policy: Policy): void {
  const directives = Object.entries(policy).map(([name, value]) => `${name} ${value}`);
  ctx.set({
    "Content-Security-Policy": directives.join("; "),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
  });
  if (publicUrl.startsWith("https:")) ctx.set("Strict-Transport-Security", "max-age=31536000");
}
