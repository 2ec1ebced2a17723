/** What Microsoft Entra ID says of groups whether the flag `aadOptscim062020` is at its tenant URL or not. */
import { error, list } from "./exchange.ts";
import { type GroupExchange, group, speaker } from "./group-exchange.ts";

export const headers = {
  Accept: "application/scim+json",
  "Content-Type": "application/scim+json; charset=utf-8",
  ADSCIMVersion: "5.0",
};
const legacy = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";
export const both = ["{{ada}}", "{{bob}}"];

/** What it says the same way, whether the flag is there or not. */
export function common(flag: string): readonly GroupExchange[] {
  const { get, post, patch, remove } = speaker(headers, flag);
  const hit = { schemas: [list], totalResults: 1, itemsPerPage: 1, Resources: [{ id: "{{id}}" }] };
  const miss = { schemas: [list], totalResults: 0, Resources: [] };
  return [
    {
      name: "tests the connection by the name of a group that there is not",
      request: get("/Groups?excludedAttributes=members&filter=displayName+eq+%22{{guid}}%22"),
      status: 200,
      answer: miss,
    },
    {
      name: "matches a group by its name",
      before: both,
      request: get("/Groups?excludedAttributes=members&filter=displayName+eq+%22{{name}}%22"),
      status: 200,
      answer: { ...hit, Resources: [{ id: "{{id}}", displayName: "{{name}}" }] },
      absent: ["members"],
    },
    {
      name: "matches a group by its objectId",
      before: both,
      request: get("/Groups?excludedAttributes=members&filter=externalId+eq+%22{{guid}}%22"),
      status: 200,
      answer: hit,
      absent: ["members"],
    },
    {
      name: "makes a group without members, with the schema that nobody declares",
      request: post({
        schemas: [group, legacy],
        externalId: "{{guid}}",
        displayName: "{{name}}",
        meta: { resourceType: "Group" },
      }),
      status: 201,
      answer: {
        schemas: [group],
        displayName: "{{name}}",
        externalId: "{{guid}}",
        meta: { resourceType: "Group" },
      },
      after: { members: [] },
    },
    {
      name: "makes a group that is there already, in another case",
      before: both,
      request: post({ schemas: [group], externalId: "other", displayName: "{{NAME}}" }),
      status: 409,
      answer: { schemas: [error], scimType: "uniqueness", status: "409" },
    },
    {
      name: "reads a group without its members before an update",
      before: both,
      request: get("/Groups/{{id}}?excludedAttributes=members"),
      status: 200,
      answer: { id: "{{id}}", displayName: "{{name}}" },
      absent: ["members"],
    },
    {
      name: "asks whether somebody is a member who is",
      before: both,
      request: get("/Groups?attributes=id&filter=id+eq+%22{{id}}%22+and+members+eq+%22{{ada}}%22"),
      status: 200,
      answer: hit,
      absent: ["members", "displayName"],
    },
    {
      name: "asks the other way round whether somebody is a member who is not",
      before: both,
      request: get("/Groups?filter=members+eq+%22{{eve}}%22+and+id+eq+%22{{id}}%22&attributes=id"),
      status: 200,
      answer: miss,
    },
    {
      name: "deletes a group",
      before: both,
      request: remove,
      status: 204,
      gone: true,
    },
    {
      name: "deletes a group a second time",
      before: both,
      since: "deleted",
      request: remove,
      status: 404,
      answer: { schemas: [error], status: "404" },
      gone: true,
    },
    {
      name: "changes a group that is gone",
      before: both,
      since: "deleted",
      request: patch({ op: "Replace", path: "displayName", value: "Ghost" }),
      status: 404,
      answer: { schemas: [error], status: "404" },
      gone: true,
    },
  ];
}
