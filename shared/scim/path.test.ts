import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ScimError } from "./error.ts";
import { findAttribute, parsePath } from "./path.ts";
import { text } from "./schema/attribute.ts";
import { groupType } from "./schema/group.ts";
import { resourceType } from "./schema/resource-type.ts";
import { userType } from "./schema/user.ts";

const core = "urn:ietf:params:scim:schemas:core:2.0:User";
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const names = (text: string) => parsePath(userType, text)?.map(({ attribute }) => attribute.name) ?? null;
const faultOf = (text: string) => {
  try {
    parsePath(userType, text);
  } catch (error) {
    return error instanceof ScimError ? error.fault : error;
  }
  return "none";
};

describe("a path leads to", () => {
  const table: [string, string[]][] = [
    ["userName", ["userName"]],
    ["USERNAME", ["userName"]],
    ["name.givenName", ["name", "givenName"]],
    ["Name.GivenName", ["name", "givenName"]],
    [`${core}:userName`, ["userName"]],
    [`${core.toUpperCase()}:NAME.givenname`, ["name", "givenName"]],
    [enterprise, ["enterprise"]],
    [`${enterprise}:department`, ["enterprise", "department"]],
    [`${enterprise}.department`, ["enterprise", "department"]],
    [`${enterprise}:manager.value`, ["enterprise", "manager", "value"]],
    ["manager", ["enterprise", "manager"]],
    ["employeeNumber", ["enterprise", "employeeNumber"]],
    ["emails", ["emails"]],
    ["emails.value", ["emails", "value"]],
    ['emails[type eq "work"]', ["emails"]],
    ['emails[type eq "work"].value', ["emails", "value"]],
    ['Emails[Type EQ "work"].VALUE', ["emails", "value"]],
    [`${core}:emails[type eq "work"].value`, ["emails", "value"]],
    ['emails[value eq "a]b[c"].type', ["emails", "type"]],
    ['addresses[type eq "work" and (primary eq true)].streetAddress', ["addresses", "streetAddress"]],
    ["id", ["id"]],
    ["meta.created", ["meta", "created"]],
  ];
  for (const [text, way] of table) test(text, () => expect(names(text)).toEqual(way));
});

describe("a path names nothing", () => {
  const unknown = [
    "",
    ".",
    "eyeColor",
    "name.",
    ".name",
    "name..givenName",
    "name.petName",
    "userName.x",
    "name.givenName.x.y.z",
    "enterprise",
    "enterprise.department",
    "manager.value.x",
    core,
    `${core}:`,
    `${core}:department`,
    `${enterprise}:`,
    `${enterprise}:userName`,
    "urn:ietf:params:scim:schemas:core:2.0:Group:displayName",
    "members",
    'members[value eq "1"]',
    'emails[type eq "work"].x',
    'emails[type eq "work"].value.x',
    "__proto__",
    "constructor.prototype",
    "password",
    "teams",
  ];
  for (const text of unknown) test(JSON.stringify(text), () => expect(names(text)).toBeNull());
});

describe("a path that is none", () => {
  const table: [string, string][] = [
    ["emails[", "invalidPath"],
    ["emails]", "none"],
    ["emails][", "invalidPath"],
    ['emails[type eq "work"', "invalidPath"],
    ['emails[type eq "work"]value', "invalidPath"],
    ['name[givenName eq "a"]', "invalidPath"],
    ['userName[value eq "a"].x', "invalidPath"],
    ["emails[]", "invalidFilter"],
    ["emails[type]", "invalidFilter"],
    ['emails[x eq "a"]', "invalidFilter"],
    ['emails[type eq "work"].value]', "invalidFilter"],
    ["emails[(((".concat("(".repeat(500), "]"), "tooMany"],
  ];
  for (const [text, fault] of table) test(text.slice(0, 40), () => expect(faultOf(text)).toBe(fault));
});

test("the filter of a step picks by sub-attributes, and only the step with brackets has one", () => {
  const [emails, value] = parsePath(userType, 'emails[type eq "work"].value') ?? [];
  expect(emails?.filter).toMatchObject({ kind: "compare", operator: "eq", value: "work" });
  expect(value).not.toHaveProperty("filter");
});

test("every declared attribute is found by its own name", () => {
  for (const type of [userType, groupType]) {
    for (const attribute of type.attributes.values()) {
      expect(findAttribute(type, attribute.name)).toEqual([attribute]);
      for (const sub of attribute.subAttributes.values())
        expect(findAttribute(type, `${attribute.name}.${sub.name}`)).toEqual([attribute, sub]);
    }
  }
});

test("the URN of an extension may begin with that of another", () => {
  const declaration = z.strictObject({ badge: text("A badge.").optional() });
  const extension = (key: string, urn: string) => ({ key, urn, name: key, description: key, declaration });
  const type = resourceType({
    name: "Thing",
    endpoint: "/Things",
    description: "A thing.",
    urn: "urn:x:Thing",
    declaration: z.strictObject({}),
    extensions: [extension("short", "urn:x:Thing:ext"), extension("long", "urn:x:Thing:ext:more")],
    stored: z.record(z.string(), z.unknown()),
  });
  for (const [key, urn] of [
    ["short", "urn:x:Thing:ext"],
    ["long", "urn:x:Thing:ext:more"],
  ]) {
    expect(findAttribute(type, `${urn}:badge`)?.map(({ name }) => name)).toEqual([key, "badge"]);
    expect(findAttribute(type, `${urn}`)?.map(({ name }) => name)).toEqual([key]);
    expect(findAttribute(type, `${urn}:nothing`)).toBeNull();
  }
});
