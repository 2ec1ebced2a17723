/**
 * Test Connection: what an administrator presses before provisioning starts.
 *
 * Always true: it changes nothing; it looks for somebody who cannot exist.
 */
import { randomUUID } from "node:crypto";
import { openConnection, type Target, UnusableServer } from "./connection.ts";
import { defaultMappings, type Mapping, matchingOf } from "./mapping.ts";
import { userListFrom } from "./message.ts";

/**
 * Looks a random GUID up by each matching attribute and wants 200, an empty ListResponse and application/scim+json.
 * Throws UnusableServer with what came instead.
 */
export async function testConnection(target: Target, mappings: Mapping[] = defaultMappings): Promise<void> {
  const connection = openConnection(target, { patient: false });
  try {
    for (const { target: attribute } of matchingOf(mappings)) {
      const filter = `${attribute} eq "${randomUUID()}"`;
      const answer = await connection.request("GET", "/Users", { query: { filter } });
      if (answer.status !== 200)
        throw new UnusableServer(`Test Connection: wanted 200, got ${answer.status}: ${answer.detail}`);
      if (!/^application\/scim\+json\b/i.test(answer.contentType))
        throw new UnusableServer(
          `Test Connection: wanted application/scim+json, got ${answer.contentType || "no Content-Type"}`,
        );
      const { totalResults, Resources } = userListFrom(answer);
      if (totalResults !== 0 || Resources.length > 0)
        throw new UnusableServer(
          `Test Connection: nobody was to be found, but ${filter} finds ${totalResults}`,
        );
    }
  } finally {
    connection.close();
  }
}
