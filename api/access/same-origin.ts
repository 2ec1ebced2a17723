/**
 * Keeps other sites from acting in the name of whoever is signed in (CSRF), or from signing a visitor in as somebody
 * else. A browser says where a request comes from, and no page can make it say otherwise; the rules are those of Go's
 * `CrossOriginProtection`.
 */
import type { Config } from "../../shared/config.ts";
import { Problem } from "../organization/http/problem.ts";

/** What it needs of a request; `is` is null where there is no body. */
type Asked = {
  readonly method: string;
  get(header: string): string;
  is(type: string): string | false | null;
};

const safeMethods = ["GET", "HEAD", "OPTIONS"];

/**
 * Requires of a request that changes something that it comes from a page of ours, or from no browser at all; and that
 * its body is JSON, which no form can send. Whoever shows a token is no browser that was led astray.
 * @throws Problem forbidden or unsupportedMediaType
 */
export function requireSameOrigin({ PUBLIC_URL }: Pick<Config, "PUBLIC_URL">, ctx: Asked): void {
  if (safeMethods.includes(ctx.method) || ctx.get("Authorization") !== "") return;
  if (!isOurs(ctx.get("Sec-Fetch-Site"), ctx.get("Origin"), [ctx.get("Host"), new URL(PUBLIC_URL).host]))
    throw new Problem("forbidden", "The request comes from a page of another site. Nothing was done.");
  if (ctx.get("Content-Length") !== "0" && ctx.is("application/json") === false)
    throw new Problem("unsupportedMediaType", "Send the body as application/json.");
}

function isOurs(fetchSite: string, origin: string, hosts: readonly string[]): boolean {
  if (fetchSite !== "") return fetchSite === "same-origin" || fetchSite === "none";
  // Browsers of before 2023 say at least the origin; whoever says nothing is no browser.
  return origin === "" || (URL.canParse(origin) && hosts.includes(new URL(origin).host));
}
