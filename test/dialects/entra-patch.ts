/** Microsoft Entra ID: changing users, with and without the flag aadOptscim062020. */
import { bare, type Exchange, enterprise, error, patchOp, rich } from "./exchange.ts";

const headers = { "Content-Type": "application/scim+json; charset=utf-8", ADSCIMVersion: "5.0" };
const patch = (...Operations: Record<string, unknown>[]) =>
  ({ method: "PATCH", path: "/Users/{{id}}", headers, body: { schemas: [patchOp], Operations } }) as const;
const [work, home] = rich.emails;
const extension = rich[enterprise];
const { manager: _, ...managerless } = { ...extension };

const disabling: Exchange[] = [
  { op: "Replace", path: "active", value: "False" },
  { op: "Replace", path: "active", value: "false" },
  { op: "Add", path: "active", value: "False" },
  { op: "replace", path: "active", value: false },
  { op: "Replace", value: { active: "False" } },
  { op: "replace", value: { active: false } },
].map((operation) => ({
  name: `disables by ${JSON.stringify(operation)}`,
  before: rich,
  request: patch(operation),
  status: 200,
  answer: { id: "{{id}}", active: false },
  after: { active: false },
}));

const enabling: Exchange[] = [
  { op: "Replace", path: "active", value: "True" },
  { op: "replace", path: "active", value: true },
].map((operation) => ({
  name: `enables again by ${JSON.stringify(operation)}`,
  before: rich,
  since: "disabled",
  request: patch(operation),
  status: 200,
  answer: { active: true },
  after: {},
}));

const managing: Exchange[] = [
  { op: "Add", path: "manager", value: [{ $ref: "http://.../scim/Users/{{third}}", value: "{{third}}" }] },
  { op: "Add", path: "manager", value: { value: "{{third}}" } },
  { op: "Replace", path: "manager", value: "{{third}}" },
  { op: "replace", path: `${enterprise}:manager`, value: "{{third}}" },
  { op: "Add", path: `${enterprise}:manager`, value: "{{third}}" },
  { op: "replace", path: `${enterprise}:manager`, value: [{ value: "{{third}}" }] },
  { op: "replace", value: { [`${enterprise}:manager`]: "{{third}}" } },
].map((operation) => ({
  name: `sets the manager by ${JSON.stringify(operation)}`,
  before: rich,
  request: patch(operation),
  status: 200,
  answer: { [enterprise]: { manager: { value: "{{third}}" } } },
  after: { [enterprise]: { ...extension, manager: { value: "{{third}}" } } },
}));

const unmanaging: Exchange[] = [
  { op: "Remove", path: "manager" },
  { op: "remove", path: `${enterprise}:manager` },
  { op: "replace", path: `${enterprise}:manager`, value: "" },
  { op: "Replace", path: "manager", value: "" },
].map((operation) => ({
  name: `clears the manager by ${JSON.stringify(operation)}`,
  before: rich,
  request: patch(operation),
  status: 200,
  after: { [enterprise]: managerless },
}));

export const exchanges: readonly Exchange[] = [
  ...disabling,
  ...enabling,
  ...managing,
  ...unmanaging,
  {
    name: "replaces the work e-mail and the family name",
    before: rich,
    request: patch(
      { op: "Replace", path: 'emails[type eq "work"].value', value: "up.{{userName}}" },
      { op: "Replace", path: "name.familyName", value: "After" },
    ),
    status: 200,
    answer: { id: "{{id}}" },
    after: {
      emails: [{ ...work, value: "up.{{userName}}" }, home],
      name: { ...rich.name, familyName: "After" },
    },
  },
  {
    name: "changes many attributes, each by an operation of its own",
    before: rich,
    request: patch(
      { op: "Replace", path: "displayName", value: "Pvlo" },
      { op: "Replace", path: 'emails[type eq "work"].value', value: "b.{{userName}}" },
      { op: "Replace", path: "name.givenName", value: "Gtfd" },
      { op: "Replace", path: "name.familyName", value: "Pkqf" },
      { op: "Replace", path: "externalId", value: "Eqpj" },
      { op: "Replace", path: `${enterprise}:employeeNumber`, value: "Eqpj" },
    ),
    status: 200,
    after: {
      displayName: "Pvlo",
      emails: [{ ...work, value: "b.{{userName}}" }, home],
      name: { ...rich.name, givenName: "Gtfd", familyName: "Pkqf" },
      externalId: "Eqpj",
      [enterprise]: { ...extension, employeeNumber: "Eqpj" },
    },
  },
  {
    name: "changes many attributes by one operation whose keys are paths (with the flag)",
    before: rich,
    request: patch(
      { op: "replace", path: 'emails[type eq "work"].value', value: "m.{{userName}}" },
      {
        op: "replace",
        value: {
          displayName: "Bjfe",
          "name.givenName": "Kkom",
          "name.familyName": "Unua",
          [`${enterprise}:employeeNumber`]: "Aklq",
        },
      },
    ),
    status: 200,
    after: {
      displayName: "Bjfe",
      emails: [{ ...work, value: "m.{{userName}}" }, home],
      name: { ...rich.name, givenName: "Kkom", familyName: "Unua" },
      [enterprise]: { ...extension, employeeNumber: "Aklq" },
    },
  },
  {
    name: "adds a single attribute",
    before: rich,
    request: patch({ op: "Add", path: "nickName", value: "Babs" }),
    status: 200,
    after: { nickName: "Babs" },
  },
  {
    name: "adds a work e-mail where there is none",
    before: bare,
    request: patch({ op: "Add", path: 'emails[type eq "work"].value', value: "w.{{userName}}" }),
    status: 200,
    after: { emails: [{ type: "work", value: "w.{{userName}}" }] },
  },
  {
    name: "replaces a work e-mail where there is one of home alone",
    before: { ...bare, emails: [home] },
    request: patch({ op: "Replace", path: 'emails[type eq "work"].value', value: "w.{{userName}}" }),
    status: 200,
    after: { emails: [home, { type: "work", value: "w.{{userName}}" }] },
  },
  {
    name: "adds a mobile number beside that of work",
    before: { ...bare, phoneNumbers: [{ type: "work", value: "555-0100", primary: true }] },
    request: patch({ op: "Add", path: 'phoneNumbers[type eq "mobile"].value', value: "312-320-1707" }),
    status: 200,
    after: {
      phoneNumbers: [
        { type: "work", value: "555-0100", primary: true },
        { type: "mobile", value: "312-320-1707" },
      ],
    },
  },
  {
    name: "changes the street of the work address alone",
    before: rich,
    request: patch({ op: "Replace", path: 'addresses[type eq "work"].streetAddress', value: "2 New Road" }),
    status: 200,
    after: { addresses: [{ type: "work", streetAddress: "2 New Road", locality: "London" }] },
  },
  {
    name: "removes a typed e-mail by its value",
    before: rich,
    request: patch({ op: "Remove", path: 'emails[type eq "home"].value' }),
    status: 200,
    after: { emails: [work] },
  },
  {
    name: "removes a typed e-mail that there is not",
    before: rich,
    request: patch({ op: "Remove", path: 'emails[type eq "other"].value' }),
    status: 200,
    after: {},
  },
  {
    name: "removes a single attribute",
    before: rich,
    request: patch({ op: "Remove", path: "title" }),
    status: 200,
    after: { title: null },
  },
  {
    name: "wraps a text in a list of one",
    before: rich,
    request: patch({ op: "Replace", path: "displayName", value: [{ $ref: null, value: "User x" }] }),
    status: 200,
    after: { displayName: "User x" },
  },
  {
    name: "adds roles as JSON in texts",
    before: rich,
    request: patch({
      op: "Add",
      path: "roles",
      value: [
        { value: '{"id":"06b07648","value":"Admin","displayName":"Admin"}' },
        { value: '{"id":"06b07649","value":"User","displayName":"User"}' },
      ],
    }),
    status: 200,
    after: {
      roles: [
        { value: '{"id":"06b07648","value":"Admin","displayName":"Admin"}' },
        { value: '{"id":"06b07649","value":"User","displayName":"User"}' },
      ],
    },
  },
  {
    name: "replaces the value of the primary role, which it finds by a text",
    before: { ...rich, roles: [{ primary: true, value: "Old", display: "Old" }] },
    request: patch({ op: "Replace", path: 'roles[primary eq "True"].value', value: "New" }),
    status: 200,
    after: { roles: [{ primary: true, value: "New", display: "Old" }] },
  },
  {
    name: "renames a user",
    before: rich,
    request: patch({ op: "Replace", path: "userName", value: "Renamed.{{userName}}" }),
    status: 200,
    after: { userName: "Renamed.{{userName}}" },
  },
  {
    name: "changes nothing but the case of a userName",
    before: rich,
    request: patch({ op: "Replace", path: "userName", value: "{{USERNAME}}" }),
    status: 200,
    after: { userName: "{{USERNAME}}" },
  },
  {
    name: "renames a user to a name that is taken, together with another change",
    before: rich,
    request: patch(
      { op: "Replace", path: "displayName", value: "Half" },
      { op: "Replace", path: "userName", value: "{{otherUserName}}" },
    ),
    status: 409,
    answer: { schemas: [error], scimType: "uniqueness", status: "409" },
    after: {},
  },
  {
    name: "changes an attribute that this server does not have, after one that it has",
    before: rich,
    request: patch(
      { op: "Replace", path: "displayName", value: "Half" },
      { op: "Add", path: "eyeColor", value: "blue" },
    ),
    status: 400,
    answer: { schemas: [error], scimType: "invalidPath" },
    after: {},
  },
  {
    name: "changes who is deleted",
    before: rich,
    since: "deleted",
    request: patch({ op: "Replace", path: "displayName", value: "x" }),
    status: 404,
    answer: { schemas: [error], status: "404" },
    gone: true,
  },
];
