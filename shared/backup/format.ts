/**
 * The form of a backup: lines of JSON, compressed. The first line says what it is; then one line for each document, in
 * MongoDB's Extended JSON, so that dates and ids come back as they were; the last line counts and seals what stands
 * before it, so that half a file is no backup.
 */
import { createHash } from "node:crypto";
import { BSON } from "mongodb";
import { z } from "zod";

/** All that is kept; who sweeps what is of the moment. */
export const collections = [
  "organizations",
  "members",
  "groups",
  "memberships",
  "groupSizes",
  "events",
  "emails",
  "failures",
  "connections",
  "alerts",
] as const;
export type CollectionName = (typeof collections)[number];

const header = z.object({ rollcall: z.literal(1), at: z.string() });
const line = z.tuple([z.enum(collections), z.record(z.string(), z.unknown())]);
const footer = z.object({ documents: z.int(), sha256: z.string() });

/** A document, and where it belongs. */
export type Entry = { readonly collection: CollectionName; readonly document: Record<string, unknown> };

/** Writes a backup line by line. */
export async function* linesOf(entries: AsyncIterable<Entry>, at: Date): AsyncGenerator<string> {
  const seal = createHash("sha256");
  let documents = 0;
  yield `${JSON.stringify({ rollcall: 1, at: at.toISOString() })}\n`;
  for await (const { collection, document } of entries) {
    const text = `${BSON.EJSON.stringify([collection, document], { relaxed: false })}\n`;
    seal.update(text);
    documents += 1;
    yield text;
  }
  yield `${JSON.stringify({ documents, sha256: seal.digest("hex") })}\n`;
}

/**
 * Reads a backup.
 * @param input the text, no longer compressed, in pieces of any length
 * @throws Error where it is no backup, or not a whole one; what was given until then must not count
 */
export async function* entriesOf(input: AsyncIterable<string>): AsyncGenerator<Entry> {
  const seal = createHash("sha256");
  let documents = 0;
  let place = 0;
  let end: z.infer<typeof footer> | undefined;
  for await (const text of linesIn(input)) {
    place += 1;
    if (end) throw new Error(`Line ${place}: there is something behind the end of the backup.`);
    const read = parse(text, place);
    if (place === 1) {
      if (!header.safeParse(read).success) throw new Error("This is no backup of Rollcall.");
      continue;
    }
    const entry = line.safeParse(read);
    if (!entry.success) {
      end = footer.safeParse(read).data;
      if (!end) throw new Error(`Line ${place} is no document of a backup.`);
      continue;
    }
    seal.update(`${text}\n`);
    documents += 1;
    const [collection, document] = entry.data;
    yield { collection, document };
  }
  if (!end || end.documents !== documents || end.sha256 !== seal.digest("hex"))
    throw new Error(`The backup is not whole: it ends after ${documents} documents.`);
}

async function* linesIn(input: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of input) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

function parse(text: string, place: number): unknown {
  try {
    return BSON.EJSON.parse(text);
  } catch (cause) {
    throw new Error(`Line ${place} is no JSON.`, { cause });
  }
}
