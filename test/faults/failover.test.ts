/**
 * A replica set of three that changes its primary in the middle of a sync: nothing acknowledged is lost, and writes
 * are acknowledged again as soon as there is another primary.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTrio, type Trio } from "../support/stronghold.ts";
import { endure } from "./endure.ts";
import { trioFaults } from "./faults.ts";

const deadlineMs = 120_000;
/** A fifth of what MongoDB takes by default. */
const electionTimeoutMs = 2_000;
const gapMaxMs = 12_000;
const extent = { people: 100, whileMs: 5_000, lockMs: 5_000, deadlineMs };

let trio: Trio;
beforeAll(async () => {
  trio = await openTrio(electionTimeoutMs);
});
afterAll(() => trio.close());

test.each(Object.entries(trioFaults))(
  "F01 a sync survives it when %s",
  { timeout: deadlineMs },
  async (_, fault) => {
    const { lost, doubled, wrong, refused, longestGapMs } = await endure(trio, fault, extent);
    expect({ lost, doubled, wrong, refused }).toEqual({ lost: [], doubled: [], wrong: [], refused: 0 });
    expect(longestGapMs).toBeLessThan(gapMaxMs);
  },
);
