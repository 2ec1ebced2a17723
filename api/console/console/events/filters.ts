/**
 * What events are narrowed by: the page's own query, what the API is asked for it, and the words of what can be chosen.
 * Pure.
 */
import type { EventKind } from "../../../../shared/store/event-documents.ts";
import type { HistoryItem } from "../../parts/wire.ts";

const kinds: Readonly<Record<EventKind, string>> = {
  "member.created": "Member added",
  "member.linked": "Member linked",
  "member.updated": "Member changed",
  "member.invited": "Member invited",
  "member.waiting": "Member waits",
  "member.revoked": "Member revoked",
  "member.restored": "Member restored",
  "member.accepted": "Member accepted, or made new keys",
  "member.confirmed": "Member confirmed",
  "member.removed": "Member removed",
  "group.created": "Group created",
  "group.linked": "Group linked",
  "group.updated": "Group changed",
  "group.reverted": "Group's name brought back",
  "group.removed": "Group removed",
  "membership.added": "Added to a group",
  "membership.removed": "Removed from a group",
  "membership.reverted": "Membership brought back",
  "scim.enabled": "SCIM turned on",
  "scim.disabled": "SCIM turned off",
  "key.made": "Key made",
  "key.ended": "Key ended",
  "settings.updated": "Settings changed",
  "provider.updated": "Sign-in provider set",
  "provider.removed": "Sign-in provider taken away",
  "token.made": "API token made",
  "token.ended": "API token ended",
  "failures.retried": "Failures tried again",
  "failure.dismissed": "Failure dismissed",
};

const actors: Readonly<Record<HistoryItem["actor"]["kind"], string>> = {
  key: "The directory",
  admin: "Admins",
  member: "Members themselves",
  token: "API tokens",
  system: "Rollcall itself",
};

/** Each is a part of the page's query; `from` and `until` are days, both included. */
export const filterNames = ["kind", "by", "from", "until", "member", "group"] as const;
type FilterName = (typeof filterNames)[number];

/** The query of the API for that of the page. Days are those of whoever looks. */
export function askedOf(get: (name: FilterName) => string): Readonly<Record<FilterName, string>> {
  return {
    kind: get("kind"),
    by: get("by"),
    from: beginOf(get("from")),
    until: beginOf(get("until"), 1),
    member: get("member"),
    group: get("group"),
  };
}

/** The moment at which a day begins, or one so many days later; empty where it is no day. */
function beginOf(day: string, daysLater = 0): string {
  const begin = new Date(`${day}T00:00`);
  // Not by hours: a day on which the clocks change has another number of them.
  begin.setDate(begin.getDate() + daysLater);
  return Number.isNaN(begin.getTime()) ? "" : begin.toISOString();
}

export const kindOptions = optionsOf("Anything", kinds);
export const actorOptions = optionsOf("Anybody", actors);

function optionsOf(all: string, words: Readonly<Record<string, string>>) {
  return [{ value: "", name: all }, ...Object.entries(words).map(([value, name]) => ({ value, name }))];
}
