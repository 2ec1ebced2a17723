import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { readConfig } from "../../shared/config.ts";
import { openLog } from "../../shared/log.ts";
import { type NotedRequest, requestsMax } from "../../shared/store/statistics-documents.ts";
import { type KeptRequests, keptMax, openRequestNotes, writtenMax } from "./request-notes.ts";

const log = openLog(readConfig({ LOG_LEVEL: "silent" }), "test");

/** Notes that are written into a list; `write` may refuse. */
function open(write: () => void = () => {}) {
  const written: KeptRequests[] = [];
  const sizes: number[] = [];
  const notes = openRequestNotes(
    async (kept) => {
      sizes.push(kept.length);
      write();
      written.push(...kept);
    },
    2,
    log,
  );
  let last = 0;
  const note = (organization: string, status = 200) => {
    last += 1;
    const request: NotedRequest = {
      id: String(last),
      at: new Date(last),
      method: "GET",
      path: "/Users",
      status,
      ms: 1,
      key: null,
      detail: null,
      hungUp: false,
    };
    notes.note(organization, request);
  };
  const ids = () => written.flatMap(({ all }) => all.map(({ id }) => id));
  return { notes, note, written, sizes, ids };
}

test("of each organization the newest are kept, and the newest refused beside them", async () => {
  const { notes, note, written } = open();
  note("acme", 400);
  for (let n = 0; n < 500; n += 1) note("acme");
  note("acme", 404);
  note("beta", 401);
  await notes.close();
  const [acme, beta] = written;
  expect(acme?.total).toBe(502);
  expect(acme?.all).toHaveLength(requestsMax);
  expect(acme?.all.at(-1)?.status).toBe(404);
  expect(acme?.refused.map(({ id }) => id)).toEqual(["1"]);
  expect(beta).toMatchObject({ organization: "beta", total: 1, refused: [{ status: 401 }] });
});

test("each request is written once, also those that come while a write is under way", async () => {
  const { notes, note, ids } = open();
  for (let n = 0; n < 90; n += 1) {
    note("acme");
    if (n % 10 === 0) await pause(1);
  }
  await notes.close();
  expect(ids().toSorted((one, other) => Number(one) - Number(other))).toEqual(
    Array.from({ length: 90 }, (_, index) => String(index + 1)),
  );
});

test("what could not be written is kept, and written later with what came since", async () => {
  let away = true;
  const { notes, note, ids } = open(() => {
    if (away) throw new Error("the database is away");
  });
  note("acme");
  await pause(20);
  note("acme");
  away = false;
  await notes.close();
  expect(ids()).toEqual(["1", "2"]);
});

test("closing ends also where nothing can be written", async () => {
  const { notes, note, written } = open(() => {
    throw new Error("the database is away");
  });
  note("acme");
  await notes.close();
  expect(written).toEqual([]);
});

test("memory and bulks are bounded, whoever floods", async () => {
  const { notes, note, written, sizes } = open();
  for (let n = 0; n < keptMax + 5_000; n += 1) note(`org-${n}`);
  await notes.close();
  expect(written.reduce((sum, { all, refused }) => sum + all.length + refused.length, 0)).toBe(keptMax);
  expect(Math.max(...sizes)).toBe(writtenMax);
});
