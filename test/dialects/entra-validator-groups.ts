/** Microsoft's SCIM validator and its Postman suite, on groups. */
import { error, list } from "./exchange.ts";
import { type GroupExchange, group, speaker } from "./group-exchange.ts";

const { get, post, patch, remove } = speaker({
  Accept: "application/scim+json",
  "Content-Type": "application/scim+json; charset=utf-8",
});
const suite = speaker({ "Content-Type": "application/json" });
const both = ["{{ada}}", "{{bob}}"];

export const exchanges: readonly GroupExchange[] = [
  {
    name: "makes a group",
    request: post({ schemas: [group], displayName: "{{name}}", externalId: "{{guid}}" }),
    status: 201,
    answer: { displayName: "{{name}}", externalId: "{{guid}}" },
    after: { members: [] },
  },
  {
    name: "makes a group with a member in it",
    request: post({
      schemas: [group],
      displayName: "{{name}}",
      externalId: "{{guid}}",
      members: [{ $ref: null, value: "{{ada}}" }],
    }),
    status: 201,
    after: { members: ["{{ada}}"] },
  },
  {
    name: "makes the same group twice",
    before: both,
    request: post({ schemas: [group], displayName: "{{name}}", externalId: "{{guid}}-2" }),
    status: 409,
    answer: { schemas: [error], scimType: "uniqueness", status: "409" },
  },
  {
    name: "finds a group by its name in another case, and gets the name as it was sent",
    before: both,
    request: get("/Groups?filter=displayName+eq+%22{{NAME}}%22"),
    status: 200,
    answer: { totalResults: 1, Resources: [{ id: "{{id}}", displayName: "{{name}}" }] },
  },
  {
    name: "finds no group by a name that there is not",
    before: both,
    request: get("/Groups?filter=displayName+eq+%22{{guid}}-none%22"),
    status: 200,
    answer: { schemas: [list], totalResults: 0, Resources: [] },
  },
  {
    name: "finds a group without its members",
    before: both,
    request: get("/Groups?excludedAttributes=members&filter=displayName+eq+%22{{name}}%22"),
    status: 200,
    answer: { totalResults: 1, Resources: [{ id: "{{id}}" }] },
    absent: ["members"],
  },
  {
    name: "replaces the externalId, without a path",
    before: both,
    request: patch({ op: "replace", value: { externalId: "{{guid}}-2" } }),
    status: 200,
    after: { externalId: "{{guid}}-2" },
  },
  {
    name: "empties the externalId by a text, and by null",
    before: both,
    request: patch(
      { op: "replace", path: "externalId", value: "" },
      { op: "replace", path: "externalId", value: null },
    ),
    status: 200,
    after: { externalId: null },
  },
  {
    name: "sends no operations",
    before: both,
    request: patch(),
    status: 200,
  },
  {
    name: "removes a member of two",
    before: both,
    request: patch({ op: "remove", path: "members", value: [{ value: "{{ada}}" }] }),
    status: 200,
    after: { members: ["{{bob}}"] },
  },
  {
    name: "deletes a group that there is not",
    request: { ...remove, path: "/Groups/{{guid}}" },
    status: 404,
    answer: { schemas: [error], status: "404" },
  },
  {
    name: "adds a member as a bare text, with the id beside the operations, in plain JSON",
    before: ["{{ada}}"],
    request: {
      ...suite.patch(),
      body: {
        id: "{{id}}",
        Operations: [{ op: "add", path: "members", value: "{{bob}}" }],
        schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
      },
    },
    status: 200,
    after: { members: both },
  },
  {
    name: "removes all members by an operation without a value",
    before: both,
    request: suite.patch({ op: "remove", path: "members" }),
    status: 200,
    after: { members: [] },
  },
  {
    name: "replaces a group whole, with other members",
    before: both,
    request: suite.put({ schemas: [group], displayName: "{{name}} whole", members: [{ value: "{{eve}}" }] }),
    status: 200,
    answer: { id: "{{id}}", displayName: "{{name}} whole" },
    after: { displayName: "{{name}} whole", externalId: null, members: ["{{eve}}"] },
  },
];
