/**
 * Requests of an organization that name what its neighbour has: ids, names, addresses, versions, cursors, URLs. Marks
 * stand for what is another in each house.
 */
import fc from "fast-check";
import { entraUser, patchOf, schemas } from "../support/scim-client.ts";
import { addressOf, people, teams, theirPerson, theirTeam } from "./twins.ts";

export type Request = {
  readonly method: string;
  /** From the root of the server on, with marks. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON with marks. */
  readonly body?: string;
};

const anyPerson = fc.constantFrom(...people, theirPerson);
const anyTeam = fc.constantFrom(...teams, theirTeam);
const userId = fc.oneof(
  fc.constantFrom(...people).map((person) => `~own-${person}~`),
  anyPerson.map((person) => `~their-${person}~`),
);
const groupId = fc.oneof(
  fc.constantFrom(...teams).map((team) => `~own-${team}~`),
  anyTeam.map((team) => `~their-${team}~`),
);
const anyId = fc.oneof(userId, groupId);
const word = fc.oneof(
  anyPerson,
  anyTeam,
  anyPerson.map(addressOf),
  anyId,
  fc.constantFrom("Boss", "corp", "~their-organization~"),
);
const attribute = fc.constantFrom(
  ...[
    "id",
    "userName",
    "externalId",
    "displayName",
    "title",
    "emails",
    "emails.value",
    "meta.location",
    "groups",
    "groups.value",
  ],
  ...["groups.display", "members", "members.value", "members.display", `${schemas.enterprise}:manager.value`],
);
const comparison = fc
  .tuple(attribute, fc.constantFrom("eq", "eq", "ne", "co", "sw", "ge", "lt"), word)
  .map(([name, operator, value]) => `${name} ${operator} "${value}"`);
const filter = fc.oneof(
  comparison,
  comparison.map((one) => `not (${one})`),
  fc.tuple(comparison, fc.constantFrom("and", "or"), comparison).map((terms) => terms.join(" ")),
  userId.map((id) => `members[value eq "${id}"]`),
);
const version = fc.constantFrom('W/"1"', 'W/"2"', 'W/"3"', "*");

const user = fc.tuple(anyPerson, anyPerson, userId).map(([person, externalId, manager]) => ({
  ...entraUser(addressOf(person), { externalId }),
  [schemas.enterprise]: { manager: { value: manager } },
}));
const members = fc.uniqueArray(userId, { maxLength: 3 }).map((ids) => ids.map((value) => ({ value })));
const group = fc.tuple(anyTeam, members).map(([displayName, some]) => ({
  schemas: [schemas.group],
  displayName,
  externalId: displayName,
  members: some,
}));
const operation = fc.oneof(
  fc.record({
    op: fc.constantFrom("add", "replace", "remove"),
    path: fc.constant("members"),
    value: members,
  }),
  userId.map((id) => ({ op: "remove", path: `members[value eq "${id}"]` })),
  anyTeam.map((value) => ({ op: "replace", path: "displayName", value })),
  anyPerson.map((person) => ({ op: "replace", path: "userName", value: addressOf(person) })),
  anyPerson.map((person) => ({
    op: "replace",
    path: 'emails[type eq "work"].value',
    value: addressOf(person),
  })),
  fc.boolean().map((value) => ({ op: "replace", path: "active", value })),
  userId.map((value) => ({ op: "add", path: `${schemas.enterprise}:manager`, value: { value } })),
);
const patch = fc.array(operation, { minLength: 1, maxLength: 2 }).map((operations) => patchOf(...operations));
const single = fc.oneof(
  userId.map((id) => `/Users/${id}`),
  groupId.map((id) => `/Groups/${id}`),
);

type Call = { readonly method: string; readonly path: string; readonly data?: object };
const write: fc.Arbitrary<Call> = fc.oneof(
  user.map((data) => ({ method: "POST", path: "/Users", data })),
  group.map((data) => ({ method: "POST", path: "/Groups", data })),
  fc.record({ method: fc.constant("PUT"), path: single, data: fc.oneof(user, group) }),
  fc.record({ method: fc.constant("PATCH"), path: single, data: patch }),
  fc.record({ method: fc.constant("PATCH"), path: single, data: patch }),
  single.map((path) => ({ method: "DELETE", path })),
);
/** What a bulk does to the neighbour's resources comes to nothing, so its one other operation meets no race. */
const theirs = fc.oneof(
  anyPerson.map((person) => `/Users/~their-${person}~`),
  anyTeam.map((team) => `/Groups/~their-${team}~`),
);
const onTheirs: fc.Arbitrary<Call> = fc.oneof(
  fc.record({ method: fc.constantFrom("PUT", "PATCH"), path: theirs, data: fc.oneof(user, group, patch) }),
  theirs.map((path) => ({ method: "DELETE", path })),
);
const bulk = fc.tuple(write, fc.array(onTheirs, { maxLength: 3 }), version).map(([first, others, at]) => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
  Operations: [first, ...others].map((one, index) => ({
    ...one,
    bulkId: `operation-${index}`,
    ...(one.method !== "POST" && { version: at }),
  })),
}));

const endpoint = fc.constantFrom("/Users", "/Groups", "/");
const query = fc.oneof(
  filter.map((text) => `filter=${encodeURIComponent(text)}`),
  filter.map((text) => `filter=${encodeURIComponent(text)}&sortBy=userName&count=2&cursor=`),
  fc.constantFrom(
    "cursor=~their-cursor~",
    "cursor=~their-cursor~&count=1",
    "sortBy=externalId&startIndex=2",
    "count=0",
  ),
);
const search = filter.map((text) => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
  filter: text,
  cursor: "~their-cursor~",
}));
const call: fc.Arbitrary<Call> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(endpoint, query)
      .map(([path, asked]) => ({ method: "GET", path: `${path}?${asked}` })),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.constantFrom("GET", "HEAD"), single).map(([method, path]) => ({ method, path })),
  },
  { weight: 5, arbitrary: write },
  { weight: 2, arbitrary: bulk.map((data) => ({ method: "POST", path: "/Bulk", data })) },
  { weight: 1, arbitrary: search.map((data) => ({ method: "POST", path: "/.search", data })) },
);
const headers = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.tuple(fc.constantFrom("If-Match", "If-None-Match"), version).map(([name, value]) => ({ [name]: value })),
);
/** Most go to its own URL; others to its neighbour's, or past its own. */
const root = fc.oneof(
  { weight: 8, arbitrary: fc.constant("~own-organization~") },
  fc.constantFrom(
    "~their-organization~",
    "~own-organization~/../~their-organization~",
    "~own-organization~%2f..%2f~their-organization~",
  ),
);

/** A write of a version that is none: chance seldom finds one that exists and is stale. */
export const staleWrite: Request = {
  method: "PATCH",
  path: `/scim/v2/~own-organization~/Users/~own-${people[0]}~`,
  headers: { "If-Match": 'W/"4711"' },
  body: JSON.stringify(patchOf({ op: "Replace", path: "title", value: "Anything" })),
};

export const someRequest: fc.Arbitrary<Request> = fc
  .tuple(root, call, headers)
  .map(([organization, { method, path, data }, more]) => ({
    method,
    path: `/scim/v2/${organization}${path}`,
    headers: more,
    ...(data && { body: JSON.stringify(data) }),
  }));
