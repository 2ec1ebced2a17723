/**
 * The rows of e-mails, one by one for those who send them, in batches for the database.
 */
import { inBatches } from "./batch.ts";
import type { Email } from "./documents.ts";
import type { Store } from "./store.ts";

export type EmailRows = {
  /** An e-mail by its id, which names the member and with that the organization. */
  read(id: string): Promise<Email | null>;
  /** Notes what became of an e-mail. */
  mark(
    email: Email,
    set: Partial<Pick<Email, "state" | "sentAt" | "attempts" | "dueAt" | "error">>,
  ): Promise<void>;
};

export function openEmailRows({ emails }: Store): EmailRows {
  const read = inBatches(
    async (ids: readonly string[]) => {
      const found = await emails.find({ _id: { $in: [...ids] } }).toArray();
      const byId = new Map(found.map((email) => [email._id, email]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    { itemsMax: 100, inFlightMax: 2 },
  );
  type Mark = { readonly email: Email; readonly set: Partial<Email> };
  const mark = inBatches(
    async (marks: readonly Mark[]) => {
      const updates = marks.map(({ email: { organization, _id }, set }) => ({
        updateOne: { filter: { organization, _id }, update: { $set: set } },
      }));
      await emails.bulkWrite(updates, { ordered: false });
      return marks.map(() => true);
    },
    { itemsMax: 100, inFlightMax: 2 },
  );
  return { read, mark: async (email, set) => void (await mark({ email, set })) };
}
