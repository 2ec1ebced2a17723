/**
 * What lies in the database and the mailbox of an organization, read as it is: each document is checked for the
 * fields that the reckoning looks at, and for no others.
 */
import type { ParsedMail } from "mailparser";
import type { Db } from "mongodb";
import { z } from "zod";

const member = z.object({
  _id: z.string(),
  attributes: z.record(z.string(), z.unknown()),
  standing: z.object({ status: z.string(), seat: z.boolean() }),
  pending: z.unknown().optional(),
  removedAt: z.date().optional(),
});
const event = z.object({ number: z.number(), kind: z.string(), member: z.string().optional() });
const email = z.object({ _id: z.string(), member: z.string(), number: z.number(), state: z.string() });
const organization = z.object({ seats: z.object({ used: z.number() }), lastEvent: z.number() });
const failure = z.object({ subject: z.string() });

export type FoundMember = z.infer<typeof member>;
export type FoundEvent = z.infer<typeof event>;
export type FoundEmail = z.infer<typeof email>;

export type Found = {
  /** Those whom the directory made, by id. */
  readonly members: ReadonlyMap<string, FoundMember>;
  /** By member. */
  readonly events: ReadonlyMap<string, readonly FoundEvent[]>;
  /** Of all events, in their order. */
  readonly numbers: readonly number[];
  readonly emails: readonly FoundEmail[];
  /** The texts of the e-mails that arrived, by the id of their row. */
  readonly mails: ReadonlyMap<string, readonly string[]>;
  /** Members for whom a mail failure is open. */
  readonly failed: ReadonlySet<string>;
  readonly seatsUsed: number;
  readonly lastEvent: number;
};

/** Reads everything of an organization. @throws Error where a document is not of its kind */
export async function readFound(database: Db, id: string, mails: readonly ParsedMail[]): Promise<Found> {
  const of = { organization: id };
  const read = async <Schema extends z.ZodType>(schema: Schema, collection: string, filter: object) =>
    z.array(schema).parse(await database.collection(collection).find(filter).toArray());
  const organizations = await read(organization, "organizations", { _id: id });
  const members = await read(member, "members", { ...of, origin: "directory" });
  const events = await read(event, "events", of);
  const failures = await read(failure, "failures", { ...of, kind: "mail", state: "open" });
  return {
    members: new Map(members.map((each) => [each._id, each])),
    events: Map.groupBy(events, (each) => each.member ?? ""),
    numbers: events.map(({ number }) => number).sort((left, right) => left - right),
    emails: await read(email, "emails", { ...of, kind: "invitation" }),
    mails: new Map(
      [...Map.groupBy(mails, rowOf)].map(([row, copies]) => [row, copies.map(({ text }) => text ?? "")]),
    ),
    failed: new Set(failures.map(({ subject }) => subject)),
    seatsUsed: organizations[0]?.seats.used ?? 0,
    lastEvent: organizations[0]?.lastEvent ?? 0,
  };
}

/** The row's id, which the Message-ID is made from. */
function rowOf({ messageId }: ParsedMail): string {
  return messageId?.slice(1).split("@")[0] ?? "";
}
