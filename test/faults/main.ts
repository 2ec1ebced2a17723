/**
 * `npm run faults [-- --writes 20000] [-- name …]`: the matrix at length, with the settings of production, as one table
 * as docs/faults.md has it. A name is a part of a fault's name. It ends with 1 where anything was lost, doubled or wrong.
 */
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import type { House } from "../support/house.ts";
import { openLinked, openTrio } from "../support/stronghold.ts";
import { type Endured, endure } from "./endure.ts";
import { type Fault, faults, trioFaults } from "./faults.ts";
import { diskFaults, openOnSmallDisk } from "./small-disk.ts";

/** A sync sends so many writes for each of its people. */
const writesOfEach = 1.4;
/** As MongoDB has it where nobody says otherwise. */
const electionTimeoutMs = 10_000;

const production = {
  SWEEP_EVERY_MS: "5000",
  SWEEP_GRACE_MS: "10000",
  JOB_LOCK_MS: "15000",
  WORK_BACKOFF_MS: "5000",
  WORK_ATTEMPTS: "8",
  MAIL_BACKOFF_MS: "5000",
  MAIL_ATTEMPTS: "12",
  MAIL_PAUSE_MS: "30000",
};

const { values, positionals } = parseArgs({
  options: { writes: { type: "string", default: "20000" } },
  allowPositionals: true,
});
const extent = {
  people: Math.ceil(Number(values.writes) / writesOfEach),
  whileMs: 10_000,
  lockMs: 22_000,
  deadlineMs: 15 * 60_000,
};
const rows: string[] = [];
let isWrong = false;

const isWanted = (name: string) =>
  positionals.length === 0 || positionals.some((part) => name.includes(part));

type Place = { readonly house: House; close(): Promise<void> };

/** Does the faults of a table one after the other, in one house. */
async function endureAll<Here extends Place>(
  table: Readonly<Record<string, Fault<Here>>>,
  open: () => Promise<Here | null>,
): Promise<void> {
  const wanted = Object.entries(table).filter(([name]) => isWanted(name));
  if (wanted.length === 0) return;
  const place = await open();
  if (!place) {
    for (const [name] of wanted)
      rows.push(`| ${name} | not done: only root can make a small disk here | | | | | |`);
    return;
  }
  try {
    for (const [name, fault] of wanted) {
      const endured = await endure(place, fault, extent);
      tell(name, endured);
      // What one fault left in the mailbox is of no use to the next.
      place.house.mailbox.mails.splice(0);
    }
  } finally {
    await place.close();
  }
}

function tell(name: string, endured: Endured): void {
  const { writes, lost, doubled, wrong, sentAgain, longestGapMs, convergedMs } = endured;
  const troubles = [...lost, ...doubled, ...wrong];
  isWrong ||= troubles.length > 0;
  for (const trouble of troubles.slice(0, 20)) console.log(`  ${trouble}`);
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  const counts = [writes, lost.length, doubled.length, wrong.length, sentAgain];
  const row = `| ${[name, ...counts, seconds(longestGapMs), seconds(convergedMs)].join(" | ")} |`;
  rows.push(row);
  console.log(row);
}

await endureAll(faults, () => openLinked(production));
await endureAll(trioFaults, () => openTrio(electionTimeoutMs, production));
await endureAll(diskFaults, () => openOnSmallDisk(production));

console.log(`
${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}

| fault | writes | lost | doubled | wrong | mails sent again | longest gap | at rest after |
| ----- | ------ | ---- | ------- | ----- | ---------------- | ----------- | ------------- |
${rows.join("\n")}`);
process.exitCode = isWrong ? 1 : 0;
