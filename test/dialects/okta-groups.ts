/** Okta and groups: group push by PATCH, or by PUT, and DELETE. */
import { error } from "./exchange.ts";
import { type GroupExchange, group, speaker } from "./group-exchange.ts";

const { get, post, put, patch, remove } = speaker({
  "User-Agent": "Okta SCIM Client 1.0.0",
  Accept: "application/scim+json",
  "Accept-Charset": "utf-8",
  "Content-Type": "application/scim+json; charset=utf-8",
});
const both = ["{{ada}}", "{{bob}}"];
const shown = (value: string) => ({ value, display: "test.user@okta.example" });
const rename = { op: "replace", value: { id: "{{id}}", displayName: "{{name}} pushed" } };

export const exchanges: readonly GroupExchange[] = [
  {
    name: "looks a group up by its name, with %20 and a page",
    before: both,
    request: get("/Groups?filter=displayName%20eq%20%22{{name}}%22&startIndex=1&count=100"),
    status: 200,
    answer: { totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources: [{ id: "{{id}}" }] },
  },
  {
    name: "pushes a new group with its people",
    request: post({
      schemas: [group],
      displayName: "{{name}}",
      externalId: "{{guid}}",
      members: both.map(shown),
    }),
    status: 201,
    answer: { displayName: "{{name}}" },
    after: { members: both },
  },
  {
    name: "renames without a path, with the id beside it",
    before: both,
    request: patch(rename),
    status: 200,
    after: { displayName: "{{name}} pushed" },
  },
  {
    name: "sends the name again with each change of members",
    before: both,
    request: patch(rename, { op: "add", path: "members", value: [shown("{{eve}}")] }),
    status: 200,
    after: { displayName: "{{name}} pushed", members: [...both, "{{eve}}"] },
  },
  {
    name: "adds and removes in one push",
    before: both,
    request: patch(
      { op: "remove", path: 'members[value eq "{{ada}}"]' },
      { op: "add", path: "members", value: [shown("{{eve}}")] },
    ),
    status: 200,
    after: { members: ["{{bob}}", "{{eve}}"] },
  },
  {
    name: "pushes all members anew",
    before: ["{{eve}}"],
    request: patch({ op: "replace", path: "members", value: both.map(shown) }),
    status: 200,
    after: { members: both },
  },
  {
    name: "pushes one stale id among good ones, which costs it none of them",
    before: ["{{eve}}"],
    request: patch({ op: "replace", path: "members", value: [...both, "00u-stale-{{guid}}"].map(shown) }),
    status: 200,
    after: { members: both },
  },
  {
    name: "puts a group whole",
    before: both,
    request: put({
      schemas: [group],
      id: "{{id}}",
      displayName: "{{name}} put",
      externalId: "{{guid}}",
      members: [shown("{{ada}}")],
    }),
    status: 200,
    answer: { id: "{{id}}", displayName: "{{name}} put" },
    after: { displayName: "{{name}} put", members: ["{{ada}}"] },
  },
  {
    name: "puts a group without its members, who stay",
    before: both,
    request: put({ schemas: [group], displayName: "{{name}} put", externalId: "{{guid}}" }),
    status: 200,
    after: { displayName: "{{name}} put" },
  },
  {
    name: "sends an operation that there is not, and is told so in JSON",
    before: both,
    request: patch({ op: "frobnicate", path: "members" }),
    status: 400,
    answer: { schemas: [error], status: "400" },
  },
  {
    name: "deletes a group that is pushed no longer",
    before: both,
    request: remove,
    status: 204,
    gone: true,
  },
  {
    name: "reads a group that there is not",
    request: get("/Groups/00g-{{guid}}"),
    status: 404,
    answer: { schemas: [error], status: "404" },
  },
];
