/**
 * Every fault of the table in the middle of a small sync, one after the other in one house: nothing acknowledged is
 * lost, nothing is done twice, and all comes to rest. `npm run faults` does the same at length.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Linked, openLinked } from "../support/stronghold.ts";
import { type Endured, endure } from "./endure.ts";
import { type Fault, faults } from "./faults.ts";

const deadlineMs = 120_000;
const extent = { people: 80, whileMs: 900, lockMs: 2_500, deadlineMs };

/** Short enough that a test can wait for them; mail is tried often enough to outlive any fault. */
const impatient = {
  MAIL_ATTEMPTS: "12",
  STORE_HEARTBEAT_MS: "500",
  STORE_WAIT_MS: "1000",
  REDIS_WAIT_MS: "500",
  REDIS_SILENT_MS: "6000",
  SMTP_CONNECT_MS: "1000",
  SMTP_SILENT_MS: "1000",
};

let linked: Linked;
beforeAll(async () => {
  linked = await openLinked(impatient);
});
afterAll(() => linked.close());

test.each(Object.entries(faults))(
  "F01 a sync survives it when %s",
  { timeout: deadlineMs },
  async (_, fault) => {
    expectNothingWrong(await endure(linked, fault, extent), fault);
  },
);

function expectNothingWrong({ lost, doubled, wrong, refused }: Endured, fault: Fault<Linked>): void {
  expect({ lost, doubled, wrong }).toEqual({ lost: [], doubled: [], wrong: [] });
  if (fault.refuses) expect(refused).toBeGreaterThan(0);
  else expect(refused).toBe(0);
}
