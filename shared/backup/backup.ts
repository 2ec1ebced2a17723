/**
 * Takes a backup of all organizations while they are written, as they were at one moment; and restores one into an
 * empty database. Redis needs none: what wakes workers is made anew from what is pending.
 */
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import type { ClientSession } from "mongodb";
import type { Store } from "../store/store.ts";
import { type CollectionName, collections, type Entry, entriesOf, linesOf } from "./format.ts";

/** Documents that go into the database at a time. */
const insertedAtOnce = 1_000;

/** How many documents there are of each kind. */
export type Counts = Readonly<Partial<Record<CollectionName, number>>>;

/**
 * Writes a backup to a file, which is there when it is whole, and not before.
 * @throws where a file of that name cannot be written, or the database keeps the moment no longer (five minutes,
 *   unless `minSnapshotHistoryWindowInSeconds` says otherwise)
 */
export async function writeBackup({ client, database }: Store, file: string, now: Date): Promise<Counts> {
  const counts: Partial<Record<CollectionName, number>> = {};
  const draft = `${file}.part`;
  try {
    await client.withSession({ snapshot: true }, async (session) => {
      const entries = everything(database, session, counts);
      await pipeline(Readable.from(linesOf(entries, now)), createGzip(), createWriteStream(draft));
    });
    await rename(draft, file);
    return counts;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Restores a backup.
 * @throws where the database is not empty, or the file is no whole backup; then nothing was written
 */
export async function restoreBackup({ database }: Store, file: string): Promise<Counts> {
  for (const name of collections) {
    if ((await database.collection(name).findOne({})) !== null)
      throw new Error(`There is something in ${name} already; restore into an empty database.`);
  }
  // Read through once before anything is written: half a backup is worse than none.
  for await (const _ of entriesOf(readText(file)));
  const counts: Partial<Record<CollectionName, number>> = {};
  let batch: Entry[] = [];
  const flush = async () => {
    for (const [name, entries] of Map.groupBy(batch, ({ collection }) => collection))
      await database.collection(name).insertMany(
        entries.map(({ document }) => document),
        { ordered: false },
      );
    batch = [];
  };
  for await (const entry of entriesOf(readText(file))) {
    batch.push(entry);
    counts[entry.collection] = (counts[entry.collection] ?? 0) + 1;
    if (batch.length >= insertedAtOnce) await flush();
  }
  await flush();
  return counts;
}

async function* everything(
  database: Store["database"],
  session: ClientSession,
  counts: Partial<Record<CollectionName, number>>,
): AsyncGenerator<Entry> {
  for (const collection of collections) {
    for await (const document of database.collection(collection).find({}, { session }).sort({ _id: 1 })) {
      counts[collection] = (counts[collection] ?? 0) + 1;
      yield { collection, document };
    }
  }
}

function readText(file: string): AsyncIterable<string> {
  const text = createGunzip().setEncoding("utf8");
  createReadStream(file)
    .on("error", (error) => text.destroy(error))
    .pipe(text);
  return text;
}
