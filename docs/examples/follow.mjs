/**
 * Follows an organization: keeps a copy of who may do what in a file, and brings it up to date within moments. It can be
 * killed at any time and started again.
 *
 *   node follow.mjs URL TOKEN FILE      e.g. https://rollcall.example/api/organizations/acme rct_… acme.json
 *
 * An event says of whom something changed, not what they are now; that is read anew. So an event that comes twice, or
 * that tells of what was read already, changes nothing, and the copy is right as soon as the feed is read to its end.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const [url, token, file] = process.argv.slice(2);
const idsMax = 100;

const copy = load() ?? (await list());
save();
for (;;) {
  const { events, next } = await get("/events", { after: copy.after, limit: 500, wait: 25 });
  await apply(events);
  copy.after = next;
  save();
}

/** The whole state. The feed's number is read first: what changes while the pages are read is told again after it. */
async function list() {
  const { last } = await get("/events", { limit: 1 });
  const copy = { after: last, members: {}, groups: {} };
  for await (const member of all("/members")) copy.members[member.id] = memberOf(member);
  for await (const group of all("/groups")) {
    const members = [];
    for await (const { id } of all(`/groups/${group.id}/members`)) members.push(id);
    copy.groups[group.id] = { displayName: group.displayName, members };
  }
  return copy;
}

async function apply(events) {
  const members = events.filter(({ kind }) => kind.startsWith("member.")).map(({ member }) => member);
  const groups = events.filter(({ kind }) => kind.startsWith("group.")).map(({ group }) => group);
  for (const [id, member] of await now("/members", members)) {
    if (member) copy.members[id] = memberOf(member);
    else delete copy.members[id];
  }
  for (const [id, group] of await now("/groups", groups)) {
    if (group) copy.groups[id] = { members: [], ...copy.groups[id], displayName: group.displayName };
    else delete copy.groups[id];
  }
  for (const { kind, member, group } of events) {
    const isAdded = kind === "membership.added";
    const inGroup = copy.groups[group];
    if (!inGroup || !(isAdded || kind === "membership.removed")) continue;
    const others = inGroup.members.filter((id) => id !== member);
    inGroup.members = isAdded ? [...others, member] : others;
  }
}

function memberOf({ userName, displayName, status, role }) {
  return { userName, displayName, status, role };
}

/** What some are now, by id; null for those who are gone. */
async function now(path, ids) {
  const found = new Map(ids.map((id) => [id, null]));
  const distinct = [...found.keys()];
  for (let from = 0; from < distinct.length; from += idsMax) {
    const { items } = await get(path, { ids: distinct.slice(from, from + idsMax).join(","), limit: idsMax });
    for (const item of items) found.set(item.id, item);
  }
  return found;
}

/** All of a list; nothing of one whose group was removed meanwhile, which the feed tells later. */
async function* all(path) {
  for (let after; ; ) {
    const page = await get(path, { limit: 500, ...(after && { after }) }, { items: [], next: null });
    yield* page.items;
    if (page.next === null) return;
    after = page.next;
  }
}

/** Asks until there is an answer; only a token that is no good, or a path that is wrong, ends it. */
async function get(path, query, whereGone) {
  for (let waitMs = 250; ; waitMs = Math.min(waitMs * 2, 30_000)) {
    try {
      const response = await fetch(`${url}${path}?${new URLSearchParams(query)}`, {
        headers: { Authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(60_000),
      });
      if (response.ok) return await response.json();
      if (response.status === 404 && whereGone) return whereGone;
      if (response.status < 500 && response.status !== 429) {
        console.error(await response.text());
        process.exit(1);
      }
    } catch (error) {
      console.error(error.message);
    }
    await pause(waitMs);
  }
}

function load() {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** Whole or not at all: a kill in between leaves the file as it was. */
function save() {
  writeFileSync(`${file}.new`, JSON.stringify(copy));
  renameSync(`${file}.new`, file);
}
