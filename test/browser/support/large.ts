/**
 * A large organization as a year leaves it behind: written straight into the store, as the servers would have written it,
 * and with nothing left to do, so that it stays as it is.
 */
import { ObjectId } from "mongodb";
import { failureWords } from "../../../shared/failure-words.ts";
import type { Failure, FailureKind, Member, Standing } from "../../../shared/store/documents.ts";
import type { Event, EventKind } from "../../../shared/store/event-documents.ts";
import { freshGroup } from "../../../shared/store/groups.ts";
import { freshMember } from "../../../shared/store/members.ts";
import {
  type ActivitySlice,
  type NotedRequest,
  sliceMs,
} from "../../../shared/store/statistics-documents.ts";
import type { House } from "../../support/house.ts";
import { keyPairLike } from "../../support/joining.ts";
import type { TestOrganization } from "../../support/organization.ts";

export const size = {
  members: 5_000,
  groups: 200,
  inFirstGroup: 1_000,
  failures: 300,
  events: 2_000,
} as const;

const given = [
  "Ada",
  "Bodil",
  "Chidi",
  "Dolores",
  "Emre",
  "Fatima",
  "Giulia",
  "Hans-Joachim",
  "Ines",
  "Jürgen",
];
const family = ["Abernathy", "Björnsdóttir", "Castellanos", "Dijkstra", "Eze", "Featherstonehaugh", "García"];
const teams = [
  "Engineering",
  "Sales",
  "Finance",
  "Support",
  "Legal and Compliance",
  "People",
  "Field Operations",
];
const minuteMs = 60_000;

/** @returns the ids, of the members and of the groups */
export async function fill(
  { deps: { store, newId, now } }: House,
  { id: organization, keyId }: Pick<TestOrganization, "id" | "keyId">,
): Promise<{ readonly members: readonly string[]; readonly groups: readonly string[] }> {
  const at = now();
  const by = { kind: "key", id: keyId } as const;
  const ago = (minutes: number) => new Date(at.getTime() - minutes * minuteMs);
  const members = times(size.members, (n) => memberOf(n, newId(), ago(n)));
  const groups = times(size.groups, (n) => {
    const displayName = `${teams[n % teams.length]} ${String(1 + Math.floor(n / teams.length)).padStart(2, "0")}`;
    const born = {
      _id: newId(),
      organization,
      attributes: { displayName },
      origin: "directory",
      by,
    } as const;
    const { pending: _, ...group } = freshGroup({ ...born, at: ago(n) });
    return { ...group, inForce: group.attributes, linkedAt: ago(n) };
  });
  const inGroup = (group: number) =>
    group === 0 ? members.slice(0, size.inFirstGroup) : members.slice(group, group + 10 + (group % 40));
  const ids = { members: members.map(({ _id }) => _id), groups: groups.map(({ _id }) => _id) };
  await store.members.insertMany(members, { ordered: false });
  await store.groups.insertMany(groups);
  await store.memberships.insertMany(
    groups.flatMap(({ _id: group }, n) =>
      inGroup(n).map(({ _id: member }) => ({
        _id: new ObjectId(),
        organization,
        group,
        member,
        version: 1,
        present: true,
        directory: true,
        inForce: true,
        writtenBy: by,
      })),
    ),
  );
  await store.groupSizes.insertMany(
    groups.map(({ _id }, n) => ({ _id, organization, members: inGroup(n).length })),
  );
  await store.failures.insertMany(times(size.failures, failureOf));
  const used = 1 + members.filter(({ standing }) => standing.seat).length;
  const { lastEvent } = (await store.organizations.findOne({ _id: organization })) ?? { lastEvent: 0 };
  await store.events.insertMany(times(size.events, (n) => eventOf(n, lastEvent + 1 + n)));
  await store.organizations.updateOne(
    { _id: organization },
    {
      $set: {
        lastEvent: lastEvent + size.events,
        // All are taken, which is why some wait.
        seats: { bought: used, used },
        "scim.keys.0.lastUsedAt": ago(2),
      },
    },
  );
  const all = times(100, requestOf);
  const refused = all.filter(({ status }) => status >= 400);
  await store.requests.insertOne({ _id: organization, all, refused, total: 4_321 });
  await store.activity.insertMany(times(96, activityOf));
  return ids;

  function memberOf(n: number, _id: string, createdAt: Date): Member {
    const name = { givenName: pick(given, n), familyName: pick(family, Math.floor(n / given.length)) };
    const local = `${name.givenName}.${name.familyName}.${n}`.toLowerCase().normalize("NFD");
    const userName = `${local.replace(/[^a-z0-9.-]/g, "")}@large.example`;
    const { pending: _, ...member } = freshMember({
      _id,
      organization,
      attributes: {
        userName,
        displayName: `${name.givenName} ${name.familyName}`,
        name,
        active: n % 10 !== 4,
        emails: [{ value: userName, type: "work", primary: true }],
      },
      origin: n % 50 === 49 ? "hand" : "directory",
      by,
      at: createdAt,
    });
    return { ...member, directoryKey: keyId, standing: standingOf(n, userName, createdAt) };
  }

  function standingOf(n: number, address: string, since: Date): Standing {
    const status = (["staged", "invited", "invited", "accepted", "revoked"] as const)[n % 10] ?? "confirmed";
    const expiresAt = new Date(at.getTime() + (n % 3 === 0 ? -1 : 5) * 24 * 60 * minuteMs);
    const joined = { acceptedAt: since, publicKey: keyPairLike().publicKey };
    return {
      status,
      role: n % 500 === 7 ? "admin" : "member",
      seat: status !== "staged" && status !== "revoked",
      address,
      ...(status === "staged" && { waiting: { kind: "seat", since } }),
      ...(status !== "staged" && { invitation: { number: 1, address, tokenHash: `hash-${n}`, expiresAt } }),
      ...((status === "accepted" || status === "confirmed") && joined),
      ...(status === "revoked" && { restoreTo: "confirmed", revokedBy: "directory" }),
      ...(n % 100 === 11 && { unreachable: { since, address, error: "550 5.1.1 no such user here" } }),
    };
  }

  function failureOf(n: number): Failure {
    const kinds = ["seat", "mail", "noAddress", "work", "unknownMembers", "address"] as const;
    const kind: FailureKind = n === 0 ? "alertMail" : pick(kinds, n);
    const about = kind === "unknownMembers" ? pick(ids.groups, n) : pick(ids.members, n);
    const subject = kind === "alertMail" ? "somebody.with.a.long.address@large.example" : about;
    const names = times(
      30,
      (each) => `00000000-0000-4000-8000-0000000${String(n).padStart(3, "0")}${10 + each}`,
    );
    return {
      _id: `${organization}:${kind}:${subject}`,
      organization,
      kind,
      subject,
      cause:
        kind === "unknownMembers" ? "No member has these ids" : `${failureWords[kind].headline(1)}, as told.`,
      ...(kind === "unknownMembers" && { names, namesTotal: 30 }),
      firstAt: ago(n * 10 + 9),
      openedAt: ago(n * 10 + 9),
      lastAt: ago(n * 10),
      count: 1 + (n % 4),
      state: "open",
    };
  }

  function eventOf(n: number, number: number): Event {
    const kinds: readonly EventKind[] = [
      "member.created",
      "member.invited",
      "member.updated",
      "member.confirmed",
    ];
    const kind = n % 9 === 8 ? "membership.added" : pick(kinds, n);
    const happenedAt = ago(size.events - n);
    return {
      _id: `${organization}:${number}`,
      organization,
      number,
      kind,
      member: pick(ids.members, n % 40),
      ...(kind === "membership.added" ? { group: pick(ids.groups, n % 3) } : { status: "invited" }),
      since: happenedAt,
      at: happenedAt,
      actor: by,
      ...(kind === "member.updated" && { detail: ["displayName", "enterprise", "title"] }),
    };
  }

  function requestOf(n: number): NotedRequest {
    const isRefused = n % 7 === 3;
    return {
      id: newId(),
      at: ago(n / 2),
      method: n % 3 === 0 ? "GET" : "PATCH",
      path:
        n % 3 === 0
          ? `/Users?filter=userName eq "some.body.with.a.long.name.${n}@large.example"&startIndex=1&count=100`
          : `/Users/${pick(ids.members, n)}`,
      status: isRefused ? 400 : 200,
      ms: 4 + (n % 90),
      key: keyId,
      detail: isRefused ? "The attribute emails must hold an address that a mailbox can have." : null,
      hungUp: false,
    };
  }

  function activityOf(n: number): ActivitySlice {
    const slice = new Date((Math.floor(at.getTime() / sliceMs) - n) * sliceMs);
    const writes = 40 + Math.round(30 * Math.sin(n / 8));
    const counted = { writes, refused: n % 5, applied: writes, lagMs: writes * 120, lagMaxMs: 900 };
    return { _id: `${organization}:${slice.toISOString()}`, organization, at: slice, ...counted };
  }
}

function times<Made>(amount: number, make: (n: number) => Made): Made[] {
  return Array.from({ length: amount }, (_, n) => make(n));
}

function pick<Value>(values: readonly Value[], n: number): Value {
  const value = values[n % values.length];
  if (value === undefined) throw new Error("there is nothing to pick from");
  return value;
}
