/**
 * What an admin waits for in an organization of 100,000: each filter of the list of members, and a search with one letter
 * more at a time. Asked as the route asks, without HTTP, one at a time.
 */
import { randomInt } from "node:crypto";
import { pageOfMembers } from "../../api/organization/members/list.ts";
import { memberQuery } from "../../api/organization/schema/member.ts";
import { requireOrganization } from "../../api/organization/settings/organizations.ts";
import type { Member, Standing } from "../../shared/store/documents.ts";
import { freshMember } from "../../shared/store/members.ts";
import { percentile } from "./percentile.ts";
import type { Stage } from "./stage.ts";

const size = 100_000;
const insertedAtOnce = 5_000;
const asked = 100;
const lettersMax = 6;

type Row = { readonly p50: number; readonly p95: number; readonly found: number };

export async function measureFinding(stage: Stage): Promise<Record<string, Row>> {
  const { id } = await stage.organization("finding");
  const names = await fill(stage, id);
  const { deps } = stage.house;
  const organization = await requireOrganization(deps, id);
  const times = async (query: (n: number) => Record<string, string>): Promise<Row> => {
    const taken: number[] = [];
    let found = 0;
    for (let n = 0; n < asked; n += 1) {
      const parsed = memberQuery.parse(query(n));
      const startedAt = performance.now();
      const { items } = await pageOfMembers(deps, organization, parsed);
      taken.push(performance.now() - startedAt);
      found = items.length;
    }
    return { p50: percentile(taken, 50), p95: percentile(taken, 95), found };
  };
  const measured: Record<string, Row> = {};
  for (const filter of filters)
    measured[new URLSearchParams(filter).toString() || "all"] = await times(() => filter);
  const page = await pageOfMembers(deps, organization, memberQuery.parse({ limit: "1000" }));
  const after = page.next ?? "";
  measured["the page after 1,000"] = await times(() => ({ after }));
  for (let letters = 1; letters <= lettersMax; letters += 1) {
    const search = (n: number) => (names[(n * 7_919) % names.length] ?? "").slice(0, letters);
    measured[`search, ${letters} letters`] = await times((n) => ({ search: search(n) }));
    for (const filter of [
      { status: "revoked" },
      { status: "staged" },
      { unreachable: "true" },
      { origin: "hand" },
    ])
      measured[`search, ${letters} letters, ${new URLSearchParams(filter)}`] = await times((n) => ({
        search: search(n),
        ...filter,
      }));
  }
  return measured;
}

const filters: readonly Record<string, string>[] = [
  {},
  ...["staged", "invited", "accepted", "confirmed", "revoked"].map((status) => ({ status })),
  ...["owner", "admin", "member"].map((role) => ({ role })),
  { origin: "hand" },
  { origin: "directory" },
  { linked: "true" },
  { linked: "false" },
  { unreachable: "true" },
  { waiting: "true" },
  { expired: "true" },
  { expired: "true", role: "member" },
  { status: "confirmed", origin: "hand" },
];

/** Names as people have them: syllables, so that many begin alike. */
function someName(): string {
  const syllables = [
    "an",
    "be",
    "ca",
    "do",
    "el",
    "fi",
    "ga",
    "ho",
    "in",
    "ju",
    "ka",
    "lo",
    "ma",
    "ni",
    "ol",
    "pe",
  ];
  const text = Array.from({ length: 3 }, () => syllables[randomInt(syllables.length)]).join("");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @returns the family names, folded */
async function fill({ house }: Stage, organization: string): Promise<string[]> {
  const { store, now, newId } = house.deps;
  const names: string[] = [];
  for (let start = 0; start < size; start += insertedAtOnce) {
    const members = Array.from({ length: insertedAtOnce }, (_, index) => {
      const member = memberOf(newId(), organization, start + index, now());
      names.push(member.keys.familyName ?? "");
      return member;
    });
    await store.members.insertMany(members, { ordered: false });
  }
  return names;
}

/** Nine in ten are confirmed; the rest stands in all the other ways. */
function memberOf(_id: string, organization: string, n: number, at: Date): Member {
  const name = { givenName: someName(), familyName: someName() };
  const userName = `${name.givenName}.${name.familyName}.${n}@load.example`;
  const { pending: _pending, ...member } = freshMember({
    _id,
    organization,
    attributes: {
      userName,
      displayName: `${name.givenName} ${name.familyName}`,
      name,
      active: true,
      emails: [{ value: userName, type: "work", primary: true }],
    },
    origin: n % 50 === 0 ? "hand" : "directory",
    by: { kind: "key", id: "load" },
    at,
  });
  return { ...member, directoryKey: "load", standing: standingOf(n, userName, at) };
}

function standingOf(n: number, userName: string, at: Date): Standing {
  const role = n % 1_000 === 0 ? "admin" : "member";
  const status =
    n % 10 > 0
      ? "confirmed"
      : ((["staged", "invited", "accepted", "revoked"] as const)[(n / 10) % 4] ?? "staged");
  const expiresAt = new Date(at.getTime() + (n % 20 === 10 ? -1 : 1) * 86_400_000);
  return {
    status,
    role,
    seat: status !== "staged" && status !== "revoked",
    address: userName.toLowerCase(),
    ...(status === "staged" && { waiting: { kind: "seat", since: at } }),
    ...(status !== "staged" && {
      invitation: { number: 1, address: userName, tokenHash: `hash-${n}`, expiresAt },
    }),
    ...(status === "accepted" && { acceptedAt: at }),
    ...(n % 2_500 === 10 && { unreachable: { since: at, address: userName, error: "550" } }),
  };
}
