/** Microsoft Entra ID: making users, replacing them whole, and taking them away. */
import { bare, core, type Exchange, enterprise, error, rich } from "./exchange.ts";

const headers = { "Content-Type": "application/scim+json; charset=utf-8", ADSCIMVersion: "5.0" };
const post = (body: unknown, more: Record<string, string> = {}) =>
  ({ method: "POST", path: "/Users", headers: { ...headers, ...more }, body }) as const;
const remove = {
  method: "DELETE",
  path: "/Users/{{id}}",
  headers: { Accept: "application/scim+json" },
} as const;

export const exchanges: readonly Exchange[] = [
  {
    name: "makes a user, with metadata of its own and no roles",
    request: post({
      schemas: [core, enterprise],
      externalId: "{{guid}}",
      userName: "New_{{userName}}",
      active: true,
      emails: [{ primary: true, type: "work", value: "New_{{userName}}" }],
      meta: { resourceType: "User" },
      name: { formatted: "Given Family", familyName: "Family", givenName: "Given" },
      roles: [],
    }),
    status: 201,
    answer: { active: true, externalId: "{{guid}}", meta: { resourceType: "User" } },
    after: {
      externalId: "{{guid}}",
      userName: "New_{{userName}}",
      active: true,
      emails: [{ primary: true, type: "work", value: "New_{{userName}}" }],
      name: { formatted: "Given Family", familyName: "Family", givenName: "Given" },
    },
  },
  {
    name: "sends active as a text",
    request: post({ ...bare, active: "True" }),
    status: 201,
    answer: { active: true },
    after: { userName: "{{userName}}", active: true },
  },
  {
    name: "makes a user who is disabled, as a text",
    request: post({ ...bare, active: "False" }),
    status: 201,
    answer: { active: false },
    after: { userName: "{{userName}}", active: false },
  },
  {
    name: "names attributes in odd case",
    request: post({
      ...bare,
      schemas: [enterprise, core],
      externalId: "{{guid}}",
      emails: [
        { Primary: true, type: "work", value: "w.{{userName}}" },
        { Primary: false, type: "home", value: "h.{{userName}}" },
      ],
      [enterprise]: { Department: "bob", Manager: { Value: "SuzzyQ" } },
    }),
    status: 201,
    after: {
      userName: "{{userName}}",
      active: true,
      externalId: "{{guid}}",
      emails: [
        { primary: true, type: "work", value: "w.{{userName}}" },
        { primary: false, type: "home", value: "h.{{userName}}" },
      ],
      [enterprise]: { department: "bob", manager: { value: "SuzzyQ" } },
    },
  },
  {
    name: "sends numbers and addresses, which are kept as they are written",
    request: post({
      ...bare,
      phoneNumbers: [
        { type: "work", value: "(020) 7946-0018 x9" },
        { type: "fax", value: "10-040-1308" },
      ],
      addresses: [{ type: "work", postalCode: "cx47 4mz", country: "Sierra Leone", formatted: "A\nB" }],
    }),
    status: 201,
    after: {
      userName: "{{userName}}",
      active: true,
      phoneNumbers: [
        { type: "work", value: "(020) 7946-0018 x9" },
        { type: "fax", value: "10-040-1308" },
      ],
      addresses: [{ type: "work", postalCode: "cx47 4mz", country: "Sierra Leone", formatted: "A\nB" }],
    },
  },
  {
    name: "sends an extension of its own, which it does not declare",
    request: post({
      ...bare,
      schemas: [core, enterprise],
      "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User": { CustomAttribute: "701984" },
    }),
    status: 201,
    after: { userName: "{{userName}}", active: true },
  },
  {
    name: "sends one role",
    request: post({
      ...bare,
      roles: [{ primary: true, type: "WindowsAzureActiveDirectoryRole", value: "Admin" }],
    }),
    status: 201,
    after: {
      userName: "{{userName}}",
      active: true,
      roles: [{ primary: true, type: "WindowsAzureActiveDirectoryRole", value: "Admin" }],
    },
  },
  {
    name: "sends roles whose primary is a text, and with parts outside the schema",
    request: post({
      ...bare,
      roles: [
        { primary: "True", id: "06b0", display: "Admin", displayName: "Admin", value: "Admin", type: "T" },
      ],
    }),
    status: 201,
    after: {
      userName: "{{userName}}",
      active: true,
      roles: [{ primary: true, display: "Admin", value: "Admin", type: "T" }],
    },
  },
  {
    name: "sends a manager who is nobody here",
    request: post({ ...bare, [enterprise]: { manager: { value: "nobody-{{guid}}" } } }),
    status: 201,
    after: {
      userName: "{{userName}}",
      active: true,
      [enterprise]: { manager: { value: "nobody-{{guid}}" } },
    },
  },
  {
    name: "sends plain JSON, as its Postman suite does",
    request: post(bare, { "Content-Type": "application/json" }),
    status: 201,
    after: { userName: "{{userName}}", active: true },
  },
  {
    name: "makes a user who is there already, in another case",
    before: rich,
    request: post({ ...bare, userName: "{{USERNAME}}", displayName: "Twice" }),
    status: 409,
    answer: { schemas: [error], scimType: "uniqueness", status: "409" },
    after: {},
  },
  {
    name: "leaves the userName out",
    request: post({ schemas: [core], active: true, displayName: "Nobody" }),
    status: 400,
    answer: { schemas: [error], scimType: "invalidValue", status: "400" },
  },
  {
    name: "makes a user anew after it was deleted",
    before: rich,
    since: "deleted",
    request: post(bare),
    status: 201,
    after: Object.fromEntries(
      Object.keys(rich)
        .filter((name) => !["schemas", "userName", "active"].includes(name))
        .map((name) => [name, null]),
    ),
  },
  {
    name: "replaces a user whole, as its Postman suite does",
    before: rich,
    request: {
      method: "PUT",
      path: "/Users/{{id}}",
      headers,
      body: {
        schemas: [enterprise, core],
        id: "{{id}}",
        userName: "Re.{{userName}}",
        active: true,
        displayName: "Replaced",
        externalId: "{{guid}}",
        name: { formatted: "NewName", familyName: "Leenay", givenName: "Ryan" },
        emails: [{ Primary: true, type: "work", value: "REPLACE.{{userName}}" }],
      },
    },
    status: 200,
    answer: { id: "{{id}}", name: { formatted: "NewName" } },
    after: {
      userName: "Re.{{userName}}",
      displayName: "Replaced",
      externalId: "{{guid}}",
      name: { formatted: "NewName", familyName: "Leenay", givenName: "Ryan" },
      emails: [{ primary: true, type: "work", value: "REPLACE.{{userName}}" }],
      title: null,
      phoneNumbers: null,
      addresses: null,
      [enterprise]: null,
    },
  },
  { name: "deletes a user for good", before: rich, request: remove, status: 204, gone: true },
  {
    name: "deletes who is disabled",
    before: rich,
    since: "disabled",
    request: remove,
    status: 204,
    gone: true,
  },
  {
    name: "deletes a user a second time",
    before: rich,
    since: "deleted",
    request: remove,
    status: 404,
    answer: { status: "404" },
    gone: true,
  },
  {
    name: "sends a bulk of nothing",
    request: {
      method: "POST",
      path: "/Bulk",
      headers,
      body: { schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], Operations: [] },
    },
    status: 200,
    answer: { schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkResponse"], Operations: [] },
  },
];
