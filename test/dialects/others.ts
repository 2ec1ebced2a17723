/** OneLogin, JumpCloud and Google Workspace. */
import { core, type Exchange, list, patchOp, rich } from "./exchange.ts";

const json = { Accept: "application/json", "Content-Type": "application/json" };
const scim = { Accept: "application/scim+json", "Content-Type": "application/scim+json; charset=utf-8" };
const jumpCloudUser = {
  schemas: [core],
  userName: "{{userName}}",
  name: { givenName: "Test", familyName: "User" },
  emails: [{ value: "{{userName}}", primary: true, type: "work" }],
  active: true,
};
const { schemas: _, ...jumpCloudKept } = jumpCloudUser;
const remove = { method: "DELETE", path: "/Users/{{id}}", headers: scim } as const;

export const oneLogin: readonly Exchange[] = [
  {
    name: "connects by looking up a userName that nobody has, and wants plain JSON",
    request: { method: "GET", path: "/Users?filter=userName%20eq%20%22{{guid}}%22", headers: json },
    status: 200,
    mediaType: "application/json",
    answer: { schemas: [list], totalResults: 0, Resources: [] },
  },
  {
    name: "makes a user in plain JSON",
    request: { method: "POST", path: "/Users", headers: json, body: jumpCloudUser },
    status: 201,
    mediaType: "application/json",
    after: jumpCloudKept,
  },
  {
    name: "gets an error in plain JSON",
    request: { method: "GET", path: "/Users/nobody", headers: { ...json, "User-Agent": "" } },
    status: 404,
    mediaType: "application/json",
    answer: { status: "404" },
  },
  {
    name: "suspends",
    before: rich,
    request: {
      method: "PATCH",
      path: "/Users/{{id}}",
      headers: json,
      body: { schemas: [patchOp], Operations: [{ op: "replace", path: "active", value: false }] },
    },
    status: 200,
    mediaType: "application/json",
    after: { active: false },
  },
  { name: "deletes", before: rich, request: remove, status: 204, gone: true },
];

export const jumpCloud: readonly Exchange[] = [
  {
    name: "makes a test user when it is set up",
    request: { method: "POST", path: "/Users", headers: scim, body: jumpCloudUser },
    status: 201,
    after: jumpCloudKept,
  },
  { name: "deletes the test user", before: jumpCloudUser, request: remove, status: 204, gone: true },
  {
    name: "deactivates by a PUT when a person leaves the application",
    before: jumpCloudUser,
    request: {
      method: "PUT",
      path: "/Users/{{id}}",
      headers: scim,
      body: { ...jumpCloudUser, active: false },
    },
    status: 200,
    answer: { active: false },
    after: { active: false },
  },
];

export const google: readonly Exchange[] = [
  {
    name: "probes for one user when the credentials are saved",
    beside: 2,
    request: { method: "GET", path: "/Users?count=1", headers: scim },
    status: 200,
    answer: { schemas: [list], startIndex: 1, itemsPerPage: 1 },
  },
  {
    name: "suspends",
    before: rich,
    request: {
      method: "PATCH",
      path: "/Users/{{id}}",
      headers: scim,
      body: { schemas: [patchOp], Operations: [{ op: "replace", path: "active", value: false }] },
    },
    status: 200,
    after: { active: false },
  },
  { name: "deletes", before: rich, request: remove, status: 204, gone: true },
];
