/**
 * All that is kept of an organization, in whatever collection, as text; in an order that does not change.
 */
import type { House } from "../support/house.ts";

/**
 * Kept of calls that came to its URL without its key: whoever sends them is not let in, and that they come is for its
 * admin to know (row F04).
 */
const ofStrangers = ["connections", "requests", "activity"];

export async function stateOf({ deps, mailbox }: House, organization: string): Promise<string[]> {
  const { database } = deps.store;
  const lines: string[] = [];
  for (const { name } of await database.listCollections({}, { nameOnly: true }).toArray()) {
    if (ofStrangers.includes(name)) continue;
    for await (const document of database.collection(name).find({})) {
      const isTheirs =
        document["organization"] === organization || String(document._id).includes(organization);
      if (isTheirs) lines.push(`${name} ${JSON.stringify(document)}`);
    }
  }
  const mails = mailbox.mails.filter(({ subject = "" }) => subject.includes(organization));
  return [...lines, ...mails.map(({ messageId }) => `mail ${messageId}`)].sort();
}
