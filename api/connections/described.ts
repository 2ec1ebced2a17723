/**
 * A call as it is shown to an admin: where it went and what it was told, in texts of a bounded length in which no key
 * stands.
 */
import type { NotedRequest } from "../../shared/store/statistics-documents.ts";
import type { Call } from "./call.ts";

/** The longest text that is kept, in characters. */
const textMax = 300;

/** What is shown, but for what only the one who noted it knows. */
export function described(call: Call & { readonly query: string }): Pick<NotedRequest, "path" | "detail"> {
  const afterUrl = call.path.replace(/^\/scim\/v2\/[^/]*/i, "") || "/";
  const query = call.query === "" ? "" : `?${decoded(call.query.replaceAll("+", " "))}`;
  return {
    path: shown(decoded(afterUrl) + query),
    detail: call.status >= 400 && call.told ? shown(call.told.detail) : null,
  };
}

/** As people read it; what is not encoded as URLs are is left as it came. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A directory whose admin pasted the key into the URL sends it where no key belongs. */
function shown(text: string): string {
  return text
    .replace(/rc_[\w-]{16,}/g, "rc_…")
    .replace(/\p{Cc}/gu, " ")
    .slice(0, textMax)
    .toWellFormed();
}
