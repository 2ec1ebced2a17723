/**
 * What happened, as a sentence: who did what to whom. Pure; names and links are left to whoever shows it.
 */
import type { EventKind } from "../../../../shared/store/event-documents.ts";
import type { HistoryItem } from "../../parts/wire.ts";

/** A part of a sentence: words, or somebody or something that has a page of its own. */
export type Part =
  | string
  | { readonly kind: "actor"; readonly name: string }
  | { readonly kind: "member" | "group"; readonly id: string; readonly name: string };

type About = Pick<HistoryItem, "kind" | "actor" | "member" | "memberName" | "group" | "groupName" | "detail">;

/** The parts of the sentence, in their order; they are to be put together without any space between. */
export function sentenceOf(event: About): readonly Part[] {
  return [...sentences[event.kind](event), "."];
}

const sentences: Readonly<Record<EventKind, (event: About) => readonly Part[]>> = {
  "member.created": (event) => [actor(event), " added ", member(event)],
  "member.linked": (event) => [actor(event), " linked ", member(event), " to the directory"],
  "member.updated": (event) =>
    isAboutKeys(event)
      ? gotKeys(event)
      : [actor(event), " changed ", attributes(event.detail), " of ", member(event)],
  "member.invited": (event) => [actor(event), " invited ", member(event)],
  "member.waiting": (event) => [member(event), " waits ", waitsFor(event.detail)],
  "member.revoked": (event) => [actor(event), " revoked ", member(event)],
  "member.restored": (event) => [actor(event), " restored ", member(event)],
  "member.accepted": (event) =>
    isAboutKeys(event)
      ? [member(event), " lost the passphrase, made a new key pair, and waits to be confirmed again"]
      : [member(event), " accepted the invitation"],
  "member.confirmed": (event) => [actor(event), " confirmed ", member(event)],
  "member.removed": (event) => [actor(event), " removed ", event.detail?.[0] ?? member(event)],
  "group.created": (event) => [actor(event), " created ", ...theGroup(event)],
  "group.linked": (event) => [actor(event), " linked ", ...theGroup(event), " to the directory"],
  "group.updated": (event) => [
    actor(event),
    " changed ",
    attributes(event.detail),
    " of ",
    ...theGroup(event),
  ],
  "group.reverted": (event) => [
    actor(event),
    " gave ",
    ...theGroup(event),
    " its directory name back",
    was(event.detail),
  ],
  "group.removed": (event) => [actor(event), " removed ", ...theGroup(event)],
  "membership.added": (event) => [actor(event), " added ", member(event), " to ", group(event)],
  "membership.removed": (event) => [actor(event), " removed ", member(event), " from ", group(event)],
  "membership.reverted": (event) => [
    actor(event),
    " brought back what the directory says of ",
    member(event),
    " in ",
    group(event),
  ],
  "scim.enabled": (event) => [actor(event), " turned SCIM provisioning on"],
  "scim.disabled": (event) => [actor(event), " turned SCIM provisioning off"],
  "key.made": (event) => [actor(event), " made a key for the directory", named(event.detail)],
  "key.ended": (event) => [actor(event), " ended a key of the directory", named(event.detail)],
  "settings.updated": (event) => [actor(event), " changed ", attributes(event.detail), " in the settings"],
  "provider.updated": (event) => [actor(event), " set the sign-in provider", named(event.detail)],
  "provider.removed": (event) => [actor(event), " took the sign-in provider away"],
  "token.made": (event) => [actor(event), " made an API token", named(event.detail)],
  "token.ended": (event) => [actor(event), " ended an API token", named(event.detail)],
  "failures.retried": (event) => [
    actor(event),
    event.detail ? " had a failure tried again" : " had all failures tried again",
  ],
  "failure.dismissed": (event) => [actor(event), " dismissed a failure"],
};

/** What an actor is called where nobody knows a name. */
const actorNames: Readonly<Record<HistoryItem["actor"]["kind"], string>> = {
  key: "The directory",
  admin: "An admin",
  member: "A member",
  token: "An API token",
  system: "Rollcall",
};

function actor({ actor: { kind, name } }: About): Part {
  if (name === null || kind === "system") return { kind: "actor", name: actorNames[kind] };
  if (kind === "key") return { kind: "actor", name: `The directory (key ${name})` };
  return { kind: "actor", name: kind === "token" ? `The API token ${name}` : name };
}

function member({ member: id, memberName }: About): Part {
  if (id === undefined || memberName === null) return "a member who is gone";
  return { kind: "member", id, name: memberName };
}

/** A group that is gone is called what the event calls it, where it does. */
function group({ group: id, groupName, detail }: About): Part {
  if (id === undefined || groupName === null) {
    const last = detail?.at(-1);
    return last === undefined ? "a group that is gone" : `“${last}”`;
  }
  return { kind: "group", id, name: groupName };
}

function theGroup(event: About): readonly Part[] {
  return event.groupName === null && !event.detail?.length ? [group(event)] : ["the group ", group(event)];
}

function isAboutKeys({ detail }: About): boolean {
  return detail?.includes("keys") ?? false;
}

/** A key pair is made by the member alone; what an admin gives is the organization's key. */
function gotKeys(event: About): readonly Part[] {
  return event.actor.kind === "member"
    ? [member(event), " made a new key pair"]
    : [actor(event), " gave ", member(event), " the organization's key"];
}

function was(names: About["detail"]): string {
  return names && names.length > 1 ? `; it was called “${names[0]}” here` : "";
}

function named([name]: readonly string[] = []): string {
  return name === undefined ? "" : `, ${name}`;
}

function waitsFor([kind]: readonly string[] = []): string {
  if (kind === "seat") return "for a free seat";
  if (kind === "address") return "for an e-mail address that another member has";
  if (kind === "noAddress") return "for an e-mail address";
  if (kind === "release") return "for an admin to release the invitation";
  if (kind === "review") return "for a decision about a removal";
  return "for something";
}

const attributeNames: Readonly<Record<string, string>> = {
  userName: "the user name",
  displayName: "the shown name",
  name: "the name",
  emails: "the e-mail addresses",
  phoneNumbers: "the phone numbers",
  addresses: "the postal addresses",
  externalId: "the external id",
  preferredLanguage: "the language",
  title: "the job title",
  role: "the role",
  active: "whether the directory has it active",
  enterprise: "the work details",
  provisionUsers: "whether users are provisioned",
  provisionGroups: "whether groups are provisioned",
  linkedProfiles: "who owns linked profiles",
  withoutAddress: "what becomes of people without an address",
  invitations: "when invitations go out",
  removalGuard: "the guard against mass removal",
  openDiscovery: "whether discovery is open",
  invitationDays: "how long invitations last",
  contact: "the contact",
  failureMail: "the e-mails about failures",
  ratePerSecond: "the rate limit",
  plan: "the plan",
  seats: "the seats",
  enabled: "whether the organization is enabled",
};

const lists = new Intl.ListFormat("en");

function attributes(names: About["detail"] = []): string {
  if (names.length === 0) return "details";
  return lists.format(names.map((name) => attributeNames[name] ?? name));
}
