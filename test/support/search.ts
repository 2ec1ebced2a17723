/**
 * Looking for a text in all that is kept.
 */
import type { House } from "./house.ts";

/** The names of the collections that hold a text, in whatever field of whatever document. */
export async function collectionsWith({ deps }: House, text: string): Promise<string[]> {
  const { database } = deps.store;
  const found: string[] = [];
  for (const { name } of await database.listCollections({}, { nameOnly: true }).toArray()) {
    for await (const document of database.collection(name).find({})) {
      if (!JSON.stringify(document).includes(text)) continue;
      found.push(name);
      break;
    }
  }
  return found;
}
