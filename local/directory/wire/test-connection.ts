/**
 * Test Connection: what an administrator presses before provisioning starts.
 *
 * Always true: it changes nothing; it looks for a user and a group that cannot exist.
 */
import { randomUUID } from "node:crypto";
import { defaultMappings, type Mappings, matchingOf } from "../mapping/mapping.ts";
import { type Connection, openConnection, type Target, UnusableServer } from "./connection.ts";
import { listFrom } from "./message.ts";

/**
 * Looks a random GUID up by each matching attribute and wants 200, an empty ListResponse and application/scim+json.
 * Throws UnusableServer with what came instead.
 */
export async function testConnection(target: Target, mappings: Mappings = defaultMappings): Promise<void> {
  const connection = openConnection(target, { patient: false });
  try {
    for (const mapping of matchingOf(mappings.users))
      await findNobody(connection, "/Users", { filter: `${mapping.target} eq "${randomUUID()}"` });
    for (const mapping of matchingOf(mappings.groups ?? []))
      await findNobody(connection, "/Groups", {
        excludedAttributes: "members",
        filter: `${mapping.target} eq "${randomUUID()}"`,
      });
  } finally {
    connection.close();
  }
}

async function findNobody(
  connection: Connection,
  endpoint: "/Users" | "/Groups",
  query: { filter: string; excludedAttributes?: string },
): Promise<void> {
  const answer = await connection.request("GET", endpoint, { query });
  if (answer.status !== 200)
    throw new UnusableServer(`Test Connection: wanted 200, got ${answer.status}: ${answer.detail}`);
  if (!/^application\/scim\+json\b/i.test(answer.contentType))
    throw new UnusableServer(
      `Test Connection: wanted application/scim+json, got ${answer.contentType || "no Content-Type"}`,
    );
  const { totalResults, Resources } = listFrom(answer);
  if (totalResults !== 0 || Resources.length > 0)
    throw new UnusableServer(
      `Test Connection: nothing was to be found, but ${query.filter} finds ${totalResults}`,
    );
}
