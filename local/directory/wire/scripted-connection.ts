/**
 * A connection for tests, whose server gives prepared answers in turn.
 *
 * Always true: a request for which no answer is prepared fails.
 */
import type { Answer, Connection } from "./connection.ts";

export type Sent = {
  method: string;
  path: string;
  query: Record<string, string>;
  filter: string | undefined;
  body: { Operations: { op: string; path: string; value?: unknown }[] } | undefined;
};

/** The connection, and what was sent over it. */
export function openScript(answers: Partial<Answer>[]): { connection: Connection; sent: Sent[] } {
  const sent: Sent[] = [];
  const request: Connection["request"] = async (method, path, { query = {}, body } = {}) => {
    sent.push({ method, path, query, filter: query["filter"], body: body as Sent["body"] });
    const answer = answers.shift();
    if (answer === undefined) throw new Error(`an unexpected ${method} ${path}`);
    return { status: 0, contentType: "", retryAfter: "", body: undefined, detail: "", ...answer };
  };
  return { connection: { request, requests: () => sent.length, close: () => {} }, sent };
}

/** The answer to a filter that finds a resource of this id, or nothing. */
export function found(id?: string): Partial<Answer> {
  const resources = id === undefined ? [] : [{ id }];
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:ListResponse"];
  return { status: 200, body: { schemas, totalResults: resources.length, Resources: resources } };
}
