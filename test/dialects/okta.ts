/** Okta: a PUT for profiles, a PATCH to deactivate, never a DELETE; a password that it makes up. */
import { core, type Exchange, enterprise, error, list, patchOp, rich } from "./exchange.ts";

const headers = {
  "User-Agent": "Okta SCIM Client 1.0.0",
  Accept: "application/scim+json",
  "Accept-Charset": "utf-8",
  "Content-Type": "application/scim+json; charset=utf-8",
};
const get = (path: string) => ({ method: "GET", path, headers }) as const;
const patch = (...Operations: Record<string, unknown>[]) =>
  ({ method: "PATCH", path: "/Users/{{id}}", headers, body: { schemas: [patchOp], Operations } }) as const;
const user = {
  schemas: [core],
  userName: "{{userName}}",
  name: { givenName: "Test", familyName: "User" },
  emails: [{ primary: true, value: "{{userName}}", type: "work" }],
  displayName: "Test User",
  locale: "en-US",
  externalId: "00ujl29u0le5T6Aj10h7",
  active: true,
};
const { schemas: _, ...kept } = user;

export const exchanges: readonly Exchange[] = [
  {
    name: "lists one user",
    beside: 2,
    request: get("/Users?count=1&startIndex=1"),
    status: 200,
    answer: { schemas: [list], startIndex: 1, itemsPerPage: 1, Resources: [{ active: true }] },
  },
  {
    name: "looks a userName up, with %20 and a page",
    before: user,
    beside: 1,
    request: get("/Users?filter=userName%20eq%20%22{{userName}}%22&startIndex=1&count=100"),
    status: 200,
    answer: { totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources: [{ id: "{{id}}" }] },
  },
  {
    name: "looks a userName up in capitals",
    before: user,
    request: get("/Users?filter=userName%20eq%20%22{{USERNAME}}%22"),
    status: 200,
    answer: { totalResults: 1, Resources: [{ id: "{{id}}", userName: "{{userName}}" }] },
  },
  {
    name: "looks a userName up that nobody has",
    request: get("/Users?filter=userName%20eq%20%22{{guid}}%40okta.example%22&startIndex=1&count=100"),
    status: 200,
    answer: { totalResults: 0, itemsPerPage: 0, Resources: [] },
  },
  {
    name: "makes a user, with a password and no groups",
    request: { method: "POST", path: "/Users", headers, body: { ...user, groups: [], password: "1mz050nq" } },
    status: 201,
    answer: { userName: "{{userName}}", externalId: "00ujl29u0le5T6Aj10h7", active: true },
    secret: ["1mz050nq", "password"],
    after: kept,
  },
  {
    name: "makes a user who is there already",
    before: user,
    request: { method: "POST", path: "/Users", headers, body: user },
    status: 409,
    answer: { schemas: [error], scimType: "uniqueness", status: "409" },
    after: {},
  },
  {
    name: "reads a user that there is not",
    request: get("/Users/010101001010101011001010101011"),
    status: 404,
    answer: { schemas: [error], status: "404" },
  },
  {
    name: "comes with a wrong key",
    request: { ...get("/Users?count=1"), headers: { ...headers, Authorization: "Bearer 010101" } },
    status: 401,
    answer: { schemas: [error], status: "401" },
  },
  {
    name: "imports a page past the end",
    request: get("/Users?startIndex=100001&count=100"),
    status: 200,
    answer: { schemas: [list], itemsPerPage: 0, Resources: [] },
  },
  {
    name: "puts back a profile that it has read, changed",
    before: { ...user, [enterprise]: { department: "Gone after this" } },
    request: {
      method: "PUT",
      path: "/Users/{{id}}",
      headers,
      body: {
        ...user,
        id: "{{id}}",
        name: { givenName: "Another", middleName: "Excited", familyName: "User" },
        emails: [{ primary: true, value: "{{userName}}", type: "work", display: "{{userName}}" }],
        groups: [],
        meta: { resourceType: "User", version: 'W/"1"' },
      },
    },
    status: 200,
    answer: { id: "{{id}}", name: { givenName: "Another", middleName: "Excited" } },
    after: {
      name: { givenName: "Another", middleName: "Excited", familyName: "User" },
      emails: [{ primary: true, value: "{{userName}}", type: "work", display: "{{userName}}" }],
      [enterprise]: null,
    },
  },
  {
    name: "puts a profile without active of who is deactivated",
    before: user,
    since: "disabled",
    request: {
      method: "PUT",
      path: "/Users/{{id}}",
      headers,
      body: { schemas: [core], userName: "{{userName}}", displayName: "Still out", emails: user.emails },
    },
    status: 200,
    answer: { active: false },
    after: { displayName: "Still out", active: false, name: null, locale: null, externalId: null },
  },
  {
    name: "puts a userName that is taken",
    before: user,
    request: {
      method: "PUT",
      path: "/Users/{{id}}",
      headers,
      body: { ...user, userName: "{{otherUserName}}" },
    },
    status: 409,
    answer: { schemas: [error], scimType: "uniqueness" },
    after: {},
  },
  {
    name: "deactivates, without a path",
    before: rich,
    request: patch({ op: "replace", value: { active: false } }),
    status: 200,
    answer: { id: "{{id}}", active: false },
    after: { active: false },
  },
  {
    name: "activates again",
    before: rich,
    since: "disabled",
    request: patch({ op: "replace", value: { active: true } }),
    status: 200,
    answer: { active: true },
    after: {},
  },
  {
    name: "sets a password, which is passed over",
    before: rich,
    request: patch({ op: "replace", value: { password: "t1meMa$heen" } }),
    status: 200,
    secret: ["t1meMa$heen", "password"],
    after: {},
  },
  {
    name: "repeats the id beside what it changes",
    before: rich,
    request: patch({ op: "replace", value: { id: "{{id}}", displayName: "Renamed" } }),
    status: 200,
    after: { displayName: "Renamed" },
  },
];
