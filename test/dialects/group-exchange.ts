/**
 * One exchange of a directory with groups: what is there before, what it sends, what it must get back, and what a GET
 * of the group shows afterwards.
 */
import type { Exchange } from "./exchange.ts";

/**
 * Texts may hold `{{id}}` (the group that was there before), `{{ada}}`, `{{bob}}` and `{{eve}}` (users), `{{name}}`,
 * `{{NAME}}` (the same in capitals), `{{otherName}}` (the name of another group, whose only member is eve) and
 * `{{guid}}` (all of this exchange alone).
 */
export type GroupExchange = Pick<Exchange, "name" | "request" | "status" | "mediaType"> & {
  /** Who is in the group before the request; no group is there where it is absent. */
  readonly before?: readonly string[];
  readonly since?: "deleted" | "without bob";
  /** A part of the answer's body. */
  readonly answer?: Readonly<Record<string, unknown>>;
  /** Keys that must be nowhere in the answer. */
  readonly absent?: readonly string[];
  /** What a GET shows of the group afterwards, where that is not what was there before. */
  readonly after?: {
    readonly displayName?: string;
    readonly externalId?: string | null;
    readonly members?: readonly string[];
  };
  /** A GET of the group afterwards is 404. */
  readonly gone?: true;
};

export const group = "urn:ietf:params:scim:schemas:core:2.0:Group";

/** The exchanges of one kind of client: how it asks, and how it writes. */
export function speaker(headers: Readonly<Record<string, string>>, flag = "") {
  const query = (path: string) => (path.includes("?") ? `&${flag}` : `?${flag}`);
  const at = (path: string) => (flag === "" ? path : path + query(path));
  return {
    get: (path: string) => ({ method: "GET", path: at(path), headers }) as const,
    remove: { method: "DELETE", path: at("/Groups/{{id}}"), headers } as const,
    post: (body: unknown) => ({ method: "POST", path: at("/Groups"), headers, body }) as const,
    put: (body: unknown) => ({ method: "PUT", path: at("/Groups/{{id}}"), headers, body }) as const,
    patch: (...Operations: readonly unknown[]) =>
      ({
        method: "PATCH",
        path: at("/Groups/{{id}}"),
        headers,
        body: { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations },
      }) as const,
  };
}
