/**
 * The reckoning after a fault, read straight from the database and the mailbox: what was acknowledged is in force,
 * and nothing was done twice. It reads documents as they lie there, with no function of the product.
 */
import { expect } from "vitest";
import type { House } from "../support/house.ts";
import type { TestOrganization } from "../support/organization.ts";
import { type Found, type FoundEmail, type FoundEvent, type FoundMember, readFound } from "./found.ts";
import type { Model, Wanted } from "./sync.ts";

/** What is not as it must be, in words. */
export type Reckoning = {
  /** Acknowledged writes that are not in force. */
  readonly lost: readonly string[];
  /** What was done or told more than once. */
  readonly doubled: readonly string[];
  /** Whatever else is in a wrong state. */
  readonly wrong: readonly string[];
  /** E-mails that arrived once more, as the same e-mail. */
  readonly sentAgain: number;
  /** Invitations that the mail server refused for good, each listed as a failure. */
  readonly refused: number;
};

/** Expects that nothing is wrong, and that no mail server has refused anything. */
export async function expectInForce(
  house: House,
  organization: TestOrganization,
  model: Model,
): Promise<void> {
  const { lost, doubled, wrong, refused } = await reckon(house, organization, model);
  expect({ lost, doubled, wrong, refused }).toEqual({ lost: [], doubled: [], wrong: [], refused: 0 });
}

/** Looks at everything of an organization. */
export async function reckon(
  { deps, mailbox }: House,
  { id }: TestOrganization,
  model: Model,
): Promise<Reckoning> {
  const found = await readFound(deps.store.database, id, mailbox.mails);
  const lost: string[] = [];
  const doubled: string[] = [];
  const wrong: string[] = [];
  for (const [member, wanted] of model) {
    lost.push(...lostOf(member, wanted, found.members.get(member)));
    const told = found.events.get(member) ?? [];
    doubled.push(...toldTwice(member, told));
    wrong.push(...wrongStanding(member, wanted, found), ...wrongStory(member, wanted, told));
  }
  for (const member of found.members.keys())
    if (!model.has(member)) doubled.push(`${member} was not asked for`);
  wrong.push(...wrongCounts(found));
  const { sentAgain, refused } = reckonMails(found, doubled, wrong);
  return { lost, doubled, wrong, sentAgain, refused };
}

function lostOf(id: string, wanted: Wanted, member: FoundMember | undefined): string[] {
  if (wanted.removed) return member && !member.removedAt ? [`${id} is not removed`] : [];
  if (!member || member.removedAt) return [`${id} is not there`];
  const { attributes } = member;
  const names = Object.entries(wanted.attributes).filter(([name, value]) => attributes[name] !== value);
  return [
    ...names.map(([name]) => `${id} has the ${name} ${attributes[name]}`),
    ...(attributes["active"] === wanted.active
      ? []
      : [`${id} is ${attributes["active"] ? "" : "not "}active`]),
  ];
}

function toldTwice(id: string, events: readonly FoundEvent[]): string[] {
  return ["created", "invited", "revoked", "removed"].flatMap((what) => {
    const times = events.filter(({ kind }) => kind === `member.${what}`).length;
    return times > 1 ? [`${id} was told ${times} times as ${what}`] : [];
  });
}

function wrongStanding(id: string, { active, removed }: Wanted, { members, emails }: Found): string[] {
  const member = members.get(id);
  if (!member) return [];
  const { standing, pending } = member;
  const isPending = pending !== undefined ? [`${id} is pending`] : [];
  if (removed) return standing.seat ? [...isPending, `${id} is removed and holds a seat`] : isPending;
  const status = active ? "invited" : "revoked";
  return [
    ...isPending,
    ...(standing.status === status ? [] : [`${id} is ${standing.status}`]),
    ...(standing.seat === active ? [] : [`${id} ${active ? "holds no" : "holds a"} seat`]),
    ...(active && !emails.some((email) => email.member === id) ? [`${id} has no invitation`] : []),
  ];
}

/** Whether the feed tells the way to where the member stands. */
function wrongStory(id: string, { active, removed }: Wanted, events: readonly FoundEvent[]): string[] {
  const kinds = new Set(events.map(({ kind }) => kind));
  const has = (what: string) => kinds.has(`member.${what}`);
  // Who came and went between two drains is not told of at all.
  if (removed)
    return has("created") === has("removed") ? [] : [`the end of ${id} is not told as the beginning is`];
  const untold = ["created", active ? "invited" : "revoked"].filter((what) => !has(what));
  const told = active && has("revoked") ? [`${id} was told as revoked`] : [];
  return [...untold.map((what) => `${id} was not told as ${what}`), ...told];
}

function wrongCounts({ members, seatsUsed, lastEvent, numbers }: Found): string[] {
  // The owner holds one, who was not made by the directory.
  const seats = [...members.values()].filter(({ standing }) => standing.seat).length + 1;
  const gap = numbers.findIndex((number, index) => number !== index + 1);
  return [
    ...(seats === seatsUsed ? [] : [`${seatsUsed} seats are counted, ${seats} are held`]),
    ...(gap === -1 ? [] : [`event ${gap + 1} is missing`]),
    ...(lastEvent === numbers.length
      ? []
      : [`${numbers.length} events, and the last is said to be ${lastEvent}`]),
  ];
}

function reckonMails({ emails, mails, failed }: Found, doubled: string[], wrong: string[]) {
  let sentAgain = 0;
  let refused = 0;
  for (const { _id, member, number, state } of emails) {
    const texts = mails.get(_id) ?? [];
    sentAgain += Math.max(0, texts.length - 1);
    if (number !== 1) doubled.push(`${member} was invited ${number} times`);
    if (new Set(texts).size > 1) doubled.push(`${_id} was sent again as another e-mail`);
    if (state === "queued") wrong.push(`${_id} is still queued`);
    if (state === "sent" && texts.length === 0) wrong.push(`${_id} is said to be sent, and did not arrive`);
    if (state === "failed") refused += 1;
    if (state === "failed" && !failed.has(member)) wrong.push(`${_id} has failed, and is not listed`);
  }
  return { sentAgain, refused } satisfies Record<string, FoundEmail["number"]>;
}
