/**
 * What happened, as people read it page by page and take it away as a file: every event once, in its order, with names,
 * narrowed by what was asked, and of one organization alone.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { historyItem, historyPage } from "../../api/organization/schema/event.ts";
import { type Event, eventKinds } from "../../shared/store/event-documents.ts";
import { type ApiClient, apiClient } from "../support/api-client.ts";
import { type House, openHouse } from "../support/house.ts";
import { provisionAs } from "../support/joining.ts";
import { ownerOf } from "../support/keys.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { signInHeaders, tokenClient, tokenOf } from "../support/sign-in.ts";

/** As it comes over the wire; what is not declared is refused. */
const itemOnWire = historyItem.extend({ since: z.iso.datetime(), at: z.iso.datetime() }).strict();
const pageOnWire = historyPage.extend({ items: itemOnWire.array() });
type Item = z.infer<typeof itemOnWire>;

const names = { member: '=HYPERLINK("https://evil.example","Ada")', group: "+Crew\non two lines" };

let house: House;
let organization: TestOrganization;
let other: TestOrganization;
let headers: Record<string, string>;
let client: ApiClient;
let ada = "";
let adaElsewhere: string;
let crew: string;
let all: readonly Item[];

beforeAll(async () => {
  house = await openHouse();
  [organization, other] = [await openOrganization(house), await openOrganization(house)];
  for (const place of [other, organization]) {
    adaElsewhere = ada;
    ada = await provisionAs(house, place, "ada", "confirmed");
    await place.patch(ada, { op: "replace", path: "displayName", value: names.member });
    headers = await signInHeaders(house, place, await ownerOf(place));
    client = apiClient(house, headers);
    crew = await groupBy(client, place, names.group);
    await groupBy(tokenClient(house, await tokenOf(house, place, "write")), place, "@SUM(1)");
    await client.send("PUT", `${pathOf(place)}/groups/${crew}/members/${ada}`);
    await place.settled();
  }
  all = (await historyOf({ limit: "1000" })).items;
});
afterAll(() => house.close());

test("is told the newest first, with names and times, and nothing but what is declared", async () => {
  const told = await organization.events();
  expect(told.length).toBeGreaterThan(8);
  expect(all.map(({ number }) => number)).toEqual(told.map(({ number }) => number).reverse());
  for (const [at, item] of [...all].reverse().entries())
    expect(item).toMatchObject({
      kind: told[at]?.kind,
      since: told[at]?.since.toISOString(),
      at: told[at]?.at.toISOString(),
      actor: { kind: told[at]?.actor.kind },
    });
  expect(all[0]).toMatchObject({
    kind: "membership.added",
    memberName: names.member,
    groupName: names.group,
  });
});

test("says who did it by the name that people know", () => {
  // Who acted first in the test did so without a member.
  const actors = new Map([...all].reverse().map(({ actor }) => [actor.kind, actor.name]));
  expect(actors.get("key")).toBe(organization.key.slice(0, actors.get("key")?.length));
  expect(actors.get("key")).not.toBe("");
  expect(actors.get("token")).toBe("a test that may write");
  expect(actors.get("member")).toBe(names.member);
  expect(actors.get("admin")).toBe(organization.address("owner"));
});

test("pages of any size hold every event once, and the last one says that it is the last", async () => {
  for (const limit of [1, 3, all.length - 1, all.length, all.length + 1]) {
    const found: Item[] = [];
    let before: number | null = null;
    let pages = 0;
    do {
      const page: z.infer<typeof pageOnWire> = await historyOf({
        limit: String(limit),
        ...(before !== null && { before: String(before) }),
      });
      expect(page.items.length).toBeGreaterThan(0);
      found.push(...page.items);
      before = page.next;
      pages += 1;
    } while (before !== null);
    expect(found).toEqual(all);
    expect(pages).toBe(Math.ceil(all.length / limit));
  }
});

test("is narrowed by each of its filters, and by several", async () => {
  for (const [filter, isMeant] of narrowings()) {
    const { items } = await historyOf({ ...filter, limit: "1000" });
    expect(items, JSON.stringify(filter)).toEqual(all.filter(isMeant));
  }
});

test("whoever asks for what there is not is told so", async () => {
  const wrong = ["before=0", "before=x", "limit=0", "limit=1001", "kind=member.none", "by=nobody", "x=1"];
  for (const query of wrong)
    expect((await client.send("GET", `${pathOf(organization)}/history?${query}`)).status, query).toBe(400);
  for (const file of ["events.csv", "events.jsonl"])
    for (const query of ["before=5", "limit=5", "kind=none"])
      expect((await client.send("GET", `${pathOf(organization)}/${file}?${query}`)).status, query).toBe(400);
  const nobody = await historyOf({ member: "nobody" });
  expect(nobody).toEqual({ items: [], next: null });
});

test("the files have the same, the oldest first, narrowed alike", async () => {
  for (const [filter, isMeant] of [[{}, () => true] as const, ...narrowings()]) {
    const meant = all.filter(isMeant).reverse();
    expect(await linesOf(organization, filter), JSON.stringify(filter)).toEqual(meant);
    expect(await rowsOf(organization, filter), JSON.stringify(filter)).toEqual(meant.map(asRow));
  }
});

test("the files say what they are, and how they are to be called", async () => {
  const csv = await take(organization, "events.csv");
  expect(csv.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
  expect(csv.headers.get("Content-Disposition")).toContain(`filename="${organization.id}-events.csv"`);
  // RFC 4180 ends lines so.
  expect(await csv.text()).toMatch(/^number,at,.*,detail\r\n1,/);
  const lines = await take(organization, "events.jsonl");
  expect(lines.headers.get("Content-Type")).toBe("application/x-ndjson; charset=utf-8");
  expect(lines.headers.get("Content-Disposition")).toContain(`filename="${organization.id}-events.jsonl"`);
  await lines.body?.cancel();
});

test("no cell of the table is a formula to whoever opens it", async () => {
  for (const first of ["=", "+", "-", "@", "\t", "\r"]) {
    await house.deps.store.members.updateOne(
      { _id: ada },
      { $set: { "attributes.displayName": `${first}1+1` } },
    );
    const cells = (await rowsOf(organization, { member: ada })).flat();
    expect(cells.filter((cell) => cell.startsWith(first))).toEqual([]);
    expect(cells).toContain(`'${first}1+1`);
  }
  await house.deps.store.members.updateOne(
    { _id: ada },
    { $set: { "attributes.displayName": names.member } },
  );
});

test("whatever its length, the whole of it is in the files", async () => {
  const large = await openOrganization(house);
  headers = await signInHeaders(house, large, await ownerOf(large));
  // Lengths around what is read at a time.
  const many = { "member.updated": 500, "member.waiting": 1_000, "group.updated": 501 } as const;
  const before = (await large.events()).length;
  const kinds = Object.entries(many).flatMap(([kind, times]) => Array.from({ length: times }, () => kind));
  const added = kinds.map((kind, index): Event => {
    const number = before + index + 1;
    return {
      _id: `${large.id}:${number}`,
      organization: large.id,
      number,
      kind: eventKinds.find((one) => one === kind) ?? "member.updated",
      member: "m",
      since: new Date(0),
      at: new Date(0),
      actor: { kind: "system" },
    };
  });
  await house.deps.store.events.insertMany(added);
  const numbers = Array.from({ length: before + added.length }, (_, index) => index + 1);
  expect((await linesOf(large, {})).map(({ number }) => number)).toEqual(numbers);
  expect((await rowsOf(large, {})).map(([number]) => Number(number))).toEqual(numbers);
  for (const [kind, times] of Object.entries(many)) {
    const meant = added.filter((event) => event.kind === kind).map(({ number }) => number);
    expect(meant).toHaveLength(times);
    expect((await linesOf(large, { kind })).map(({ number }) => number)).toEqual(meant);
    expect((await rowsOf(large, { kind })).map(([number]) => Number(number))).toEqual(meant);
  }
});

type Filter = Readonly<Record<string, string>>;

/** Every filter with every value, and some together, each with what it is to leave. */
function narrowings(): readonly (readonly [Filter, (item: Item) => boolean])[] {
  const actors = ["key", "admin", "member", "token", "system"];
  return [
    ...eventKinds.map((kind) => [{ kind }, (item: Item) => item.kind === kind] as const),
    ...actors.map((by) => [{ by }, ({ actor }: Item) => actor.kind === by] as const),
    [{ member: ada }, ({ member }) => member === ada],
    [{ group: crew }, ({ group }) => group === crew],
    [{ member: ada, group: crew }, ({ member, group }) => member === ada && group === crew],
    [{ member: ada, by: "key" }, ({ member, actor }) => member === ada && actor.kind === "key"],
    [{ kind: "group.created", by: "token" }, (item) => item.actor.kind === "token"],
    // What is another organization's is nobody's here.
    [{ member: adaElsewhere }, () => false],
  ];
}

function pathOf({ id }: TestOrganization): string {
  return `/organizations/${id}`;
}

async function groupBy(who: ApiClient, place: TestOrganization, displayName: string): Promise<string> {
  const { status, body } = await who.send("POST", `${pathOf(place)}/groups`, { displayName });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

async function historyOf(query: Filter): Promise<z.infer<typeof pageOnWire>> {
  const asked = `${pathOf(organization)}/history?${new URLSearchParams(query)}`;
  const { status, body } = await client.send("GET", asked);
  expect(status, JSON.stringify(body)).toBe(200);
  return pageOnWire.parse(body);
}

async function take(place: TestOrganization, file: string, filter: Filter = {}): Promise<Response> {
  const url = `${house.environment["PUBLIC_URL"]}/api${pathOf(place)}/${file}?${new URLSearchParams(filter)}`;
  const response = await fetch(url, { headers });
  expect(response.status).toBe(200);
  return response;
}

async function linesOf(place: TestOrganization, filter: Filter): Promise<Item[]> {
  const text = await (await take(place, "events.jsonl", filter)).text();
  expect(text === "" || text.endsWith("\n")).toBe(true);
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => itemOnWire.parse(JSON.parse(line)));
}

/** The rows below the head, as RFC 4180 has them read. */
async function rowsOf(place: TestOrganization, filter: Filter): Promise<string[][]> {
  const text = await (await take(place, "events.csv", filter)).text();
  const cells = [...text.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/g)];
  expect(cells.map(([cell]) => cell).join("") === text, "what is between cells is a comma or CRLF").toBe(
    true,
  );
  const rows: string[][] = [[]];
  for (const [, cell = "", end] of cells) {
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end !== ",") rows.push([]);
  }
  return rows.slice(1, -1);
}

function asRow(item: Item): string[] {
  const { actor, detail = [] } = item;
  const cells = [
    String(item.number),
    item.at,
    item.since,
    item.kind,
    item.member,
    item.memberName,
    item.status,
    item.group,
    item.groupName,
    actor.kind,
    actor.id,
    actor.name,
    detail.join(" "),
  ];
  return cells.map((cell) => (cell ?? "").replace(/^[=+\-@]/, "'$&"));
}
