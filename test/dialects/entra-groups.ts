/** Microsoft Entra ID and groups, with the flag `aadOptscim062020` at its tenant URL and without. */
import { both, common, headers } from "./entra-groups-common.ts";
import { error } from "./exchange.ts";
import { type GroupExchange, group, speaker } from "./group-exchange.ts";

const plain = speaker(headers);
const flagged = speaker(headers, "aadOptscim062020");

export const withoutFlag: readonly GroupExchange[] = [
  ...common(""),
  {
    name: "renames",
    before: both,
    request: plain.patch({ op: "Replace", path: "displayName", value: "{{name}} renamed" }),
    status: 200,
    after: { displayName: "{{name}} renamed" },
  },
  {
    name: "renames to a name that another group has",
    before: both,
    request: plain.patch({ op: "Replace", path: "displayName", value: "{{otherName}}" }),
    status: 409,
    answer: { schemas: [error], scimType: "uniqueness" },
  },
  {
    name: "adds one member, with a $ref of null",
    before: both,
    request: plain.patch({ op: "Add", path: "members", value: [{ $ref: null, value: "{{eve}}" }] }),
    status: 200,
    after: { members: [...both, "{{eve}}"] },
  },
  {
    name: "adds several members in one operation",
    before: [],
    request: plain.patch({
      op: "Add",
      path: "members",
      value: ["{{ada}}", "{{bob}}", "{{eve}}"].map((value) => ({ value })),
    }),
    status: 200,
    after: { members: [...both, "{{eve}}"] },
  },
  {
    name: "adds several members in an operation each",
    before: [],
    request: plain.patch(
      { op: "Add", path: "members", value: [{ $ref: null, value: "{{ada}}" }] },
      { op: "Add", path: "members", value: [{ $ref: null, value: "{{eve}}" }] },
    ),
    status: 200,
    after: { members: ["{{ada}}", "{{eve}}"] },
  },
  {
    name: "adds who is a member already",
    before: both,
    request: plain.patch({ op: "Add", path: "members", value: [{ value: "{{ada}}" }] }),
    status: 200,
  },
  {
    name: "adds somebody who is nobody here, beside somebody who is",
    before: both,
    request: plain.patch({ op: "Add", path: "members", value: [{ value: "nobody" }, { value: "{{eve}}" }] }),
    status: 200,
    after: { members: [...both, "{{eve}}"] },
  },
  {
    name: "removes one member by a list, which is not all of them",
    before: both,
    request: plain.patch({ op: "Remove", path: "members", value: [{ $ref: null, value: "{{bob}}" }] }),
    status: 200,
    after: { members: ["{{ada}}"] },
  },
  {
    name: "removes who is no member",
    before: both,
    request: plain.patch({ op: "Remove", path: "members", value: [{ value: "{{eve}}" }] }),
    status: 200,
  },
  {
    name: "removes the same member again",
    before: both,
    since: "without bob",
    request: plain.patch({ op: "Remove", path: "members", value: [{ value: "{{bob}}" }] }),
    status: 200,
    after: { members: ["{{ada}}"] },
  },
  {
    name: "adds and removes in one PATCH",
    before: both,
    request: plain.patch(
      { op: "Add", path: "members", value: [{ value: "{{eve}}" }] },
      { op: "Remove", path: "members", value: [{ value: "{{ada}}" }] },
    ),
    status: 200,
    after: { members: ["{{bob}}", "{{eve}}"] },
  },
  {
    name: "replaces all members",
    before: both,
    request: plain.patch({ op: "Replace", path: "members", value: [{ value: "{{eve}}" }] }),
    status: 200,
    after: { members: ["{{eve}}"] },
  },
];

export const withFlag: readonly GroupExchange[] = [
  ...common("aadOptscim062020"),
  {
    name: "changes several attributes in one operation without a path",
    before: both,
    request: flagged.patch({
      op: "replace",
      value: { displayName: "{{name}} renamed", externalId: "{{guid}}-2", [`${group}:unknown`]: "x" },
    }),
    status: 200,
    after: { displayName: "{{name}} renamed", externalId: "{{guid}}-2" },
  },
  {
    name: "adds a member",
    before: both,
    request: flagged.patch({ op: "add", path: "members", value: [{ value: "{{eve}}" }] }),
    status: 200,
    after: { members: [...both, "{{eve}}"] },
  },
  {
    name: "removes one member by a filter",
    before: both,
    request: flagged.patch({ op: "remove", path: 'members[value eq "{{bob}}"]' }),
    status: 200,
    after: { members: ["{{ada}}"] },
  },
  {
    name: "removes several members by an operation each",
    before: [...both, "{{eve}}"],
    request: flagged.patch(
      { op: "remove", path: 'members[value eq "{{bob}}"]' },
      { op: "remove", path: 'members[value eq "{{eve}}"]' },
    ),
    status: 200,
    after: { members: ["{{ada}}"] },
  },
  {
    name: "removes who is no member by a filter",
    before: both,
    request: flagged.patch({ op: "remove", path: 'members[value eq "{{eve}}"]' }),
    status: 200,
  },
];
