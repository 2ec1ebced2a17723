import { BSON } from "mongodb";
import { expect, test } from "vitest";
import { type Entry, entriesOf, linesOf } from "./format.ts";

const at = new Date("2026-01-31T12:00:00Z");
const documents: Entry[] = [
  { collection: "organizations", document: { _id: "acme", createdAt: at, seats: { bought: 5, used: 1 } } },
  { collection: "members", document: { _id: "m1", name: "Zoë \n 🦀", version: 1, half: 0.5 } },
  { collection: "memberships", document: { _id: new BSON.ObjectId(), member: "m1", forgetAt: at } },
];

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const written = async () => (await all(linesOf(each(documents), at))).join("");

test("what was written is read again, types and all, however the text is cut up", async () => {
  const text = await written();
  for (const length of [1, 7, 1_000_000]) {
    const pieces = Array.from({ length: Math.ceil(text.length / length) }, (_, index) =>
      text.slice(index * length, (index + 1) * length),
    );
    const read = await all(entriesOf(each(pieces)));
    expect(read).toEqual(documents);
    expect(read[0]?.document["createdAt"]).toBeInstanceOf(Date);
  }
});

test("half a backup, or one that was changed, is none", async () => {
  const text = await written();
  const lines = text.split("\n").filter((line) => line !== "");
  const broken: Record<string, string> = {
    empty: "",
    "another file": "id,name\n1,ada\n",
    "without an end": lines.slice(0, -1).join("\n"),
    "cut in a line": text.slice(0, text.length - 30),
    "a document less": [lines[0], lines[1], lines.at(-1)].join("\n"),
    "a value changed": text.replace('"half":{"$numberDouble":"0.5"}', '"half":{"$numberDouble":"0.6"}'),
    "more behind the end": text + lines[1],
    "an unknown collection": text.replace('["members"', '["system.users"'),
  };
  for (const [what, changed] of Object.entries(broken))
    await expect(all(entriesOf(each([changed]))), what).rejects.toThrow(/backup|whole|JSON/);
});
