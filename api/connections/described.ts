/**
 * A call as it is shown to an admin: where it went and what it was told, in texts of a bounded length in which no secret
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

/** As people read it; what is not encoded as URLs are is left as it came, and what is no text is shown as such. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll("%", ""), "hex").toString("utf8"),
  );
}

/** What must not be shown: a key that an admin pasted into the URL, and a password that a filter or a query asks for. */
const secrets = [
  [/(rct?_)[\w-]{16,}/g, "$1…"],
  [/(\bpassword\b[^"]{0,40}")(?:[^"\\]|\\.)*/gi, "$1…"],
  [/(password=)[^&]*/gi, "$1…"],
] as const;

function shown(text: string): string {
  return secrets
    .reduce((told, [secret, instead]) => told.replace(secret, instead), text)
    .replace(/\p{Cc}/gu, " ")
    .slice(0, textMax)
    .toWellFormed();
}
