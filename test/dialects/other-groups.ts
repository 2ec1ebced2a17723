/** OneLogin and JumpCloud, on groups. */
import { list } from "./exchange.ts";
import { type GroupExchange, group, speaker } from "./group-exchange.ts";

const json = speaker({ Accept: "application/json", "Content-Type": "application/json" });
const nameless = speaker({ "User-Agent": "", "Content-Type": "application/scim+json" });
const scim = speaker({
  Accept: "application/scim+json",
  "Content-Type": "application/scim+json; charset=utf-8",
});
const both = ["{{ada}}", "{{bob}}"];
const listOf = (ids: readonly string[]) => ids.map((value) => ({ value }));

export const oneLogin: readonly GroupExchange[] = [
  {
    name: "reads groups in plain JSON",
    before: both,
    request: json.get("/Groups?filter=displayName%20eq%20%22{{name}}%22"),
    status: 200,
    mediaType: "application/json",
    answer: { schemas: [list], totalResults: 1, Resources: [{ id: "{{id}}" }] },
  },
  {
    name: "reads one group, members and all, in plain JSON",
    before: ["{{ada}}"],
    request: json.get("/Groups/{{id}}"),
    status: 200,
    mediaType: "application/json",
    answer: { members: [{ value: "{{ada}}", type: "User" }] },
  },
  {
    name: "makes a group in plain JSON",
    request: json.post({ schemas: [group], displayName: "{{name}}", externalId: "{{guid}}" }),
    status: 201,
    mediaType: "application/json",
    after: { members: [] },
  },
  {
    name: "adds a member, without saying who it is itself",
    before: ["{{ada}}"],
    request: nameless.patch({ op: "add", path: "members", value: listOf(["{{bob}}"]) }),
    status: 200,
    after: { members: both },
  },
  {
    name: "removes a member by a filter",
    before: both,
    request: nameless.patch({ op: "remove", path: 'members[value eq "{{bob}}"]' }),
    status: 200,
    after: { members: ["{{ada}}"] },
  },
  {
    name: "removes a member by a list",
    before: both,
    request: nameless.patch({ op: "remove", path: "members", value: listOf(["{{bob}}"]) }),
    status: 200,
    after: { members: ["{{ada}}"] },
  },
];

export const jumpCloud: readonly GroupExchange[] = [
  {
    name: "makes a test group when it is set up",
    request: scim.post({ schemas: [group], displayName: "{{name}}", externalId: "{{guid}}", members: [] }),
    status: 201,
    after: { members: [] },
  },
  { name: "deletes the test group", before: [], request: scim.remove, status: 204, gone: true },
  {
    name: "makes a group with its members",
    request: scim.post({
      schemas: [group],
      displayName: "{{name}}",
      externalId: "{{guid}}",
      members: listOf(both),
    }),
    status: 201,
    after: { members: both },
  },
  {
    name: "puts a group with another list of members",
    before: both,
    request: scim.put({
      schemas: [group],
      id: "{{id}}",
      displayName: "{{name}}",
      externalId: "{{guid}}",
      members: listOf(["{{bob}}", "{{eve}}"]),
    }),
    status: 200,
    answer: { id: "{{id}}" },
    after: { members: ["{{bob}}", "{{eve}}"] },
  },
  {
    name: "adds a member by one object that is in no list",
    before: ["{{ada}}"],
    request: scim.patch({ op: "add", path: "members", value: { value: "{{bob}}" } }),
    status: 200,
    after: { members: both },
  },
  {
    name: "adds members without a path",
    before: ["{{ada}}"],
    request: scim.patch({ op: "add", value: { members: listOf(["{{bob}}"]) } }),
    status: 200,
    after: { members: both },
  },
];
