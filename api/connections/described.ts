/**
 * A call as it is shown to an admin: where it went and what it was told, in texts of a bounded length in which no key
 * and no password stands.
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

/** A filter for a password, which finds nobody: whoever sends it says one. */
const passwordSought = /(\bpassword\b[^"]{0,40}")(?:[^"\\]|\\.)*/gi;

/** A directory whose admin pasted the key into the URL sends it where no key belongs. */
function shown(text: string): string {
  return text
    .replace(/(rct?_)[\w-]{16,}/g, "$1…")
    .replace(passwordSought, "$1…")
    .replace(/\p{Cc}/gu, " ")
    .slice(0, textMax)
    .toWellFormed();
}
