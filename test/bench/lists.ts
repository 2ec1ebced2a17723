/**
 * What finding costs in an organization of 100,000: by each attribute with an index, page by page, and by looking at
 * everybody. One request at a time, so that a figure is the time of one request.
 */
import { freshMember } from "../../shared/store/members.ts";
import { percentile } from "./percentile.ts";
import type { Caller, Stage } from "./stage.ts";

const size = 100_000;
const insertedAtOnce = 5_000;
const pageOf = 100;

type Row = { readonly p50: number; readonly p99: number; readonly found: number };

export async function measureLists(stage: Stage): Promise<Record<string, Row>> {
  const caller = await stage.organization("lists");
  await fill(stage, caller);
  const measured: Record<string, Row> = {};
  for (const [attribute, value] of Object.entries(indexed)) {
    const filter = (n: number) => `filter=${encodeURIComponent(`${attribute} eq "${value(n)}"`)}`;
    measured[`${attribute} eq`] = await times(300, (n) => get(caller, filter((n * 7919) % size)));
  }
  const starts = (n: number) => `filter=${encodeURIComponent(`userName sw "person-${1000 + (n % 9000)}"`)}`;
  measured["userName sw (some 11 of them)"] = await times(200, (n) => get(caller, starts(n)));
  const page = (startIndex: number) => `startIndex=${startIndex}&count=${pageOf}`;
  measured["first page of 100"] = await times(200, () => get(caller, page(1)));
  measured["page at 90,000, the first time"] = await times(1, () => get(caller, page(90_000)));
  measured["page at 90,000, again"] = await times(200, () => get(caller, page(90_000)));
  measured["pages by cursor, one after the other"] = await cursorPages(caller);
  measured["sortBy userName, first page"] = await times(50, () => get(caller, "sortBy=userName&count=100"));
  measured["sortBy displayName, first page"] = await times(10, () =>
    get(caller, "sortBy=displayName&count=100"),
  );
  const rare = `filter=${encodeURIComponent('title eq "number 77777"')}`;
  measured["title eq, without an index"] = await times(20, () => get(caller, rare));
  const ordered = `filter=${encodeURIComponent('title gt "number 9999"')}&count=1`;
  measured["title gt, decided in memory"] = await times(5, () => get(caller, ordered));
  return measured;
}

const indexed: Readonly<Record<string, (n: number) => string>> = {
  userName: (n) => `person-${n}@load.example`,
  externalId: (n) => `ext-${n}`,
  displayName: (n) => `Person ${n}`,
  "emails.value": (n) => `person-${n}@load.example`,
  manager: (n) => `manager-${n % 10_000}`,
};

async function fill({ house }: Stage, { id }: Caller): Promise<void> {
  const { store, newId, now } = house.deps;
  for (let start = 0; start < size; start += insertedAtOnce) {
    const members = Array.from({ length: insertedAtOnce }, (_, index) => {
      const { pending: _pending, ...member } = freshMember({
        _id: newId(),
        organization: id,
        attributes: attributesOf(start + index),
        origin: "directory",
        by: { kind: "key", id: "load" },
        at: now(),
      });
      return member;
    });
    await store.members.insertMany(members, { ordered: false });
  }
}

function attributesOf(n: number) {
  const userName = `person-${n}@load.example`;
  return {
    userName,
    externalId: `ext-${n}`,
    displayName: `Person ${n}`,
    name: { givenName: "Person", familyName: String(n) },
    title: `number ${n}`,
    active: true,
    emails: [{ value: userName, type: "work", primary: true }],
    enterprise: { department: "Load", manager: { value: `manager-${n % 10_000}` } },
  };
}

async function get({ url, base, headers }: Caller, query: string) {
  const response = await fetch(`${url}${base}/Users?${query}`, { headers });
  const body: { totalResults: number; Resources: unknown[]; nextCursor?: string } = JSON.parse(
    await response.text(),
  );
  if (response.status !== 200) throw new Error(`${query} was answered with ${response.status}`);
  return body;
}

async function times(
  amount: number,
  request: (n: number) => Promise<{ Resources: unknown[] }>,
): Promise<Row> {
  const taken: number[] = [];
  let found = 0;
  for (let n = 0; n < amount; n += 1) {
    const startedAt = performance.now();
    const { Resources } = await request(n);
    taken.push(performance.now() - startedAt);
    found = Resources.length;
  }
  return { p50: percentile(taken, 50), p99: percentile(taken, 99), found };
}

/** Goes through everybody, once. */
async function cursorPages(caller: Caller): Promise<Row> {
  let cursor: string | undefined = "";
  return times(size / pageOf, async () => {
    const page = await get(caller, `cursor=${cursor ?? ""}&count=${pageOf}`);
    cursor = page.nextCursor;
    return page;
  });
}
