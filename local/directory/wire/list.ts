/**
 * Reads whole lists of a SCIM server.
 *
 * Always true: what is returned is the whole list, by id, or an UnusableServer is thrown.
 */
import { type Connection, UnusableServer } from "./connection.ts";
import { isSuccess, listFrom, type StoredResource } from "./message.ts";

const pageSize = 500;

export async function listAll(
  connection: Connection,
  endpoint: "/Users" | "/Groups",
  query: Record<string, string> = {},
): Promise<Map<string, StoredResource>> {
  const resources = new Map<string, StoredResource>();
  for (let startIndex = 1, total = 1; startIndex <= total; ) {
    const page = { ...query, startIndex: String(startIndex), count: String(pageSize) };
    const answer = await connection.request("GET", endpoint, { query: page });
    if (!isSuccess(answer))
      throw new UnusableServer(`${endpoint} cannot be read: ${answer.status} ${answer.detail}`);
    const { totalResults, Resources } = listFrom(answer);
    if (Resources.length === 0 && totalResults >= startIndex)
      throw new UnusableServer(`${endpoint} ends at ${startIndex - 1} of ${totalResults}`);
    for (const resource of Resources) resources.set(resource.id, resource);
    startIndex += Resources.length;
    total = totalResults;
  }
  return resources;
}
