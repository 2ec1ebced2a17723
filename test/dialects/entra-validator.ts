/** Microsoft's validators: the web page that tests a SCIM endpoint, and the Logic App of the gallery. */
import { bare, core, type Exchange, enterprise, error, list, patchOp, rich } from "./exchange.ts";

const headers = { "Content-Type": "application/scim+json; charset=utf-8" };
const patch = (...Operations: Record<string, unknown>[]) =>
  ({ method: "PATCH", path: "/Users/{{id}}", headers, body: { schemas: [patchOp], Operations } }) as const;
const get = (path: string) =>
  ({ method: "GET", path, headers: { Accept: "application/scim+json" } }) as const;
const { familyName: _, ...familyless } = rich.name;
const { department: __, ...departmentless } = { ...rich[enterprise] };
const [, mobile] = rich.phoneNumbers;

const whole = {
  schemas: [core, enterprise],
  userName: "{{userName}}",
  active: true,
  displayName: "NDSQQTECVAAC",
  title: "CJSGUNOAAMMQ",
  preferredLanguage: "hi",
  userType: "GZILLRZCFPNC",
  nickName: "FOGSIQTKHIPG",
  locale: "RJWNTUNNOHNZ",
  timezone: "America/Guayaquil",
  profileUrl: "BAPNQLJSRQGD",
  emails: [{ type: "work", value: "w.{{userName}}", primary: true }],
  name: {
    givenName: "Elfrieda",
    familyName: "Urban",
    formatted: "Myah",
    middleName: "Cindy",
    honorificPrefix: "Minerva",
    honorificSuffix: "Micaela",
  },
  addresses: [
    {
      type: "work",
      formatted: "ZQEHBLETAAQE",
      streetAddress: "25928 Katlyn Row",
      locality: "YRAKBQCGOHZF",
      region: "XCCVLAIDMQYR",
      postalCode: "cx47 4mz",
      primary: true,
      country: "Sierra Leone",
    },
  ],
  phoneNumbers: [
    { type: "work", value: "10-040-1308", primary: true },
    { type: "mobile", value: "10-040-1308" },
    { type: "fax", value: "10-040-1308" },
  ],
  [enterprise]: {
    employeeNumber: "OXYYEGWVLTGW",
    department: "ZYWTBPDFHIIP",
    costCenter: "ASHTVSKANCGL",
    organization: "DPQRRHJMBXZE",
    division: "WXNFEJQDRAVI",
    manager: { value: "XYMKVVRYDIOO" },
  },
};
const { schemas: ___, ...wholeUser } = { ...whole };

const unsetting = (empty: "" | null): Exchange => ({
  name: `sets attributes to ${JSON.stringify(empty)}`,
  before: rich,
  request: patch(
    { op: "replace", path: "displayName", value: empty },
    { op: "replace", path: "title", value: empty },
    { op: "replace", path: 'phoneNumbers[type eq "work"].value', value: empty },
    { op: "replace", path: 'phoneNumbers[type eq "fax"].value', value: empty },
    { op: "replace", path: 'addresses[type eq "work"].streetAddress', value: empty },
    { op: "replace", path: "name.familyName", value: empty },
    { op: "replace", path: `${enterprise}:department`, value: empty },
  ),
  status: 200,
  after: {
    displayName: null,
    title: null,
    phoneNumbers: [mobile],
    addresses: [{ type: "work", locality: "London" }],
    name: familyless,
    [enterprise]: departmentless,
  },
});

export const exchanges: readonly Exchange[] = [
  {
    name: "makes a user with every attribute, primary of a role as a text",
    request: {
      method: "POST",
      path: "/Users",
      headers,
      body: { ...whole, roles: [{ primary: "True", display: "D", value: "V", type: "T" }] },
    },
    status: 201,
    after: { ...wholeUser, roles: [{ primary: true, display: "D", value: "V", type: "T" }] },
  },
  {
    name: "makes the same user again",
    before: whole,
    request: { method: "POST", path: "/Users", headers, body: whole },
    status: 409,
    answer: { schemas: [error], scimType: "uniqueness", status: "409" },
    after: {},
  },
  {
    name: "makes a user with a userName alone",
    request: { method: "POST", path: "/Users", headers, body: { userName: "{{userName}}", schemas: [core] } },
    status: 201,
    answer: { active: true },
    after: { userName: "{{userName}}", active: true },
  },
  {
    name: "filters by a userName in another case",
    before: rich,
    request: get("/Users?filter=userName+eq+%22{{USERNAME}}%22"),
    status: 200,
    answer: { totalResults: 1, Resources: [{ id: "{{id}}" }] },
  },
  {
    name: "pages",
    beside: 11,
    request: get("/Users?startIndex=6&count=5"),
    status: 200,
    answer: { schemas: [list], startIndex: 6, itemsPerPage: 5 },
  },
  {
    name: "moves primary from one e-mail to another",
    before: { ...bare, emails: [{ type: "work", value: "w.{{userName}}", primary: true }] },
    request: patch(
      { op: "replace", path: 'emails[type eq "work"].value', value: "o.{{userName}}" },
      { op: "add", path: 'emails[type eq "home"].value', value: "a.{{userName}}" },
      { op: "add", path: 'emails[type eq "other"].value', value: "y.{{userName}}" },
      { op: "add", path: 'emails[type eq "work"].primary', value: false },
      { op: "replace", path: 'emails[type eq "home"].primary', value: true },
    ),
    status: 200,
    after: {
      emails: [
        { type: "work", value: "o.{{userName}}", primary: false },
        { type: "home", value: "a.{{userName}}", primary: true },
        { type: "other", value: "y.{{userName}}" },
      ],
    },
  },
  {
    name: "makes one role by three operations that find it by a text",
    before: rich,
    request: patch(
      { op: "add", path: 'roles[primary eq "True"].display', value: "D" },
      { op: "add", path: 'roles[primary eq "True"].value', value: "V" },
      { op: "add", path: 'roles[primary eq "True"].type', value: "T" },
    ),
    status: 200,
    after: { roles: [{ primary: true, display: "D", value: "V", type: "T" }] },
  },
  {
    name: "changes a userName without a path",
    before: rich,
    request: patch({ op: "replace", value: { userName: "emilio.{{userName}}" } }),
    status: 200,
    answer: { userName: "emilio.{{userName}}" },
    after: { userName: "emilio.{{userName}}" },
  },
  {
    name: "sends no operations",
    before: rich,
    request: patch(),
    status: 200,
    answer: { id: "{{id}}" },
    after: {},
  },
  unsetting(""),
  unsetting(null),
  {
    name: "sends a text for the primary of a number",
    before: rich,
    request: patch({ op: "add", path: 'phoneNumbers[type eq "untyped"].primary', value: "10-040-1308" }),
    status: 400,
    answer: { schemas: [error], scimType: "invalidValue" },
    after: {},
  },
  {
    name: "reads the schemas",
    request: get("/Schemas"),
    status: 200,
    answer: { schemas: [list], totalResults: 6 },
    secret: ["null"],
  },
  {
    name: "reads the configuration",
    request: get("/ServiceProviderConfig"),
    status: 200,
    answer: { patch: { supported: true } },
  },
  {
    name: "reads the configuration by its old name",
    request: get("/serviceConfiguration"),
    status: 200,
    answer: { patch: { supported: true } },
  },
];
