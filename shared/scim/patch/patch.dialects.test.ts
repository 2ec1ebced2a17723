import { describe, expect, test } from "vitest";
import { decodePatch } from "../message.ts";
import { type UserAttributes, userType } from "../schema/user.ts";
import { applyPatch } from "./patch.ts";

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const core = "urn:ietf:params:scim:schemas:core:2.0:User";
const ada: UserAttributes = {
  userName: "ada",
  active: true,
  name: { givenName: "Ada", familyName: "Byron" },
  emails: [{ value: "ada@home.example", type: "home" }],
  enterprise: { department: "Engines", manager: { value: "m1" } },
};

const patch = (before: UserAttributes, ...Operations: Record<string, unknown>[]) =>
  applyPatch(
    userType,
    before,
    decodePatch({ schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations }),
  );

describe("active", () => {
  for (const value of ["False", "false", "FALSE", false, ["False"]]) {
    for (const op of ["Replace", "Add", "replace", "add"]) {
      test(`${op} ${JSON.stringify(value)} with and without a path`, () => {
        const disabled = { ...ada, active: false };
        expect(patch(ada, { op, path: "active", value })).toEqual(disabled);
        expect(patch(ada, { op, value: { active: value } })).toEqual(disabled);
        expect(patch(ada, { op, value: { Active: value } })).toEqual(disabled);
        expect(patch(ada, { op, path: `${core}:active`, value })).toEqual(disabled);
      });
    }
  }
});

test("without a path, the keys are paths: dotted, with a URN, with a filter, and objects", () => {
  const value = {
    displayName: "A",
    "name.givenName": "Augusta",
    "Name.MiddleName": "King",
    [`${enterprise}:employeeNumber`]: "7",
    [`${core}:title`]: "Countess",
    'emails[type eq "work"].value': "ada@work.example",
    [enterprise]: { costCenter: "C" },
  };
  expect(patch(ada, { op: "replace", value })).toEqual({
    ...ada,
    displayName: "A",
    title: "Countess",
    name: { givenName: "Augusta", familyName: "Byron", middleName: "King" },
    emails: [...(ada.emails ?? []), { type: "work", value: "ada@work.example" }],
    enterprise: { ...ada.enterprise, employeeNumber: "7", costCenter: "C" },
  });
});

test("without a path, read-only attributes that come along are passed over", () => {
  const value = { id: "x", schemas: [core], meta: { version: "1" }, groups: [], title: "Countess" };
  expect(patch(ada, { op: "replace", value })).toEqual({ ...ada, title: "Countess" });
});

describe("a typed value that is not there is made", () => {
  for (const op of ["Add", "Replace"]) {
    test(`${op} a work e-mail beside that of home`, () => {
      const after = patch(ada, { op, path: 'emails[type eq "work"].value', value: "ada@work.example" });
      expect(after.emails).toEqual([...(ada.emails ?? []), { type: "work", value: "ada@work.example" }]);
    });

    test(`${op} a work e-mail where there is none at all`, () => {
      const after = patch(
        { userName: "ada" },
        { op, path: 'Emails[Type EQ "work"].Value', value: "a@b.example" },
      );
      expect(after).toEqual({ userName: "ada", emails: [{ type: "work", value: "a@b.example" }] });
    });

    test(`${op} the parts of one role, found by a boolean that is written as a text`, () => {
      const at = (part: string, value: string) => ({ op, path: `roles[primary eq "True"].${part}`, value });
      const after = patch(ada, at("display", "D"), at("value", "V"), at("type", "T"));
      expect(after.roles).toEqual([{ primary: true, display: "D", value: "V", type: "T" }]);
    });
  }

  test("an empty text makes nothing", () => {
    const after = patch(ada, { op: "Replace", path: 'phoneNumbers[type eq "work"].value', value: "" });
    expect(after).toEqual(ada);
  });

  test("removing it changes nothing", () => {
    expect(patch(ada, { op: "Remove", path: 'emails[type eq "work"].value' })).toEqual(ada);
    expect(patch(ada, { op: "Remove", path: 'emails[type eq "work"]' })).toEqual(ada);
  });

  test("the same value again changes nothing", () => {
    const work = { op: "Add", path: 'emails[type eq "work"].value', value: "ada@work.example" };
    expect(patch(ada, work, work)).toEqual(patch(ada, work));
  });
});

describe("the manager", () => {
  const shapes = [
    "m2",
    { value: "m2" },
    [{ $ref: "../Users/m2", value: "m2" }],
    [{ value: "m2", $ref: null }],
  ];
  for (const path of ["manager", "Manager", `${enterprise}:manager`, `${enterprise.toLowerCase()}:manager`]) {
    test(`is set through ${path} in every shape`, () => {
      for (const value of shapes) {
        expect(patch(ada, { op: "Add", path, value }), JSON.stringify(value)).toEqual({
          ...ada,
          enterprise: { department: "Engines", manager: { value: "m2" } },
        });
      }
    });

    test(`is cleared through ${path}, and the rest of the extension is kept`, () => {
      const without = { ...ada, enterprise: { department: "Engines" } };
      expect(patch(ada, { op: "Remove", path })).toEqual(without);
      for (const value of ["", null, { value: "" }, [], [{ value: "" }]]) {
        expect(patch(ada, { op: "Replace", path, value }), JSON.stringify(value)).toEqual(without);
      }
    });
  }

  test("is set and cleared by its value", () => {
    expect(patch(ada, { op: "Replace", path: "manager.value", value: "m2" }).enterprise?.manager?.value).toBe(
      "m2",
    );
    expect(patch(ada, { op: "Remove", path: "manager.value" }).enterprise).toEqual({ department: "Engines" });
  });

  test("cleared as the last of the extension takes the extension along", () => {
    const only: UserAttributes = { userName: "ada", enterprise: { manager: { value: "m1" } } };
    expect(patch(only, { op: "Remove", path: "manager" })).toEqual({ userName: "ada" });
  });
});

describe("null and the empty text unassign a part, and only that part", () => {
  for (const empty of ["", null]) {
    test(`${JSON.stringify(empty)} at a path`, () => {
      const after = patch(
        ada,
        { op: "Replace", path: "name.familyName", value: empty },
        { op: "Replace", path: `${enterprise}:department`, value: empty },
      );
      expect(after).toEqual({ ...ada, name: { givenName: "Ada" }, enterprise: { manager: { value: "m1" } } });
    });

    test(`${JSON.stringify(empty)} within an object, beside others`, () => {
      const value = { familyName: empty, givenName: "Augusta" };
      expect(patch(ada, { op: "replace", path: "name", value }).name).toEqual({ givenName: "Augusta" });
    });

    test(`${JSON.stringify(empty)} within an object, alone`, () => {
      expect(patch(ada, { op: "replace", path: "name", value: { familyName: empty } }).name).toEqual({
        givenName: "Ada",
      });
    });

    test(`${JSON.stringify(empty)} within the extension's object`, () => {
      const value = { [enterprise]: { department: empty } };
      expect(patch(ada, { op: "replace", value }).enterprise).toEqual({ manager: { value: "m1" } });
    });
  }

  test("an object in which nothing is named changes nothing", () => {
    expect(patch(ada, { op: "replace", path: "name", value: {} })).toEqual(ada);
    expect(patch(ada, { op: "add", value: { [enterprise]: {} } })).toEqual(ada);
  });
});

describe("remove with a list of values", () => {
  const two: UserAttributes = {
    userName: "ada",
    roles: [{ value: "Admin", display: "Administrator" }, { value: "User" }],
  };

  test("removes those alone, by their value", () => {
    expect(patch(two, { op: "Remove", path: "roles", value: [{ value: "Admin" }] }).roles).toEqual([
      { value: "User" },
    ]);
    expect(patch(two, { op: "Remove", path: "roles", value: ["Admin"] }).roles).toEqual([{ value: "User" }]);
  });

  test("removes nothing where none of them is there", () => {
    expect(patch(two, { op: "Remove", path: "roles", value: [{ value: "Guest" }] })).toEqual(two);
  });

  test("removes nothing where the list is empty", () => {
    expect(patch(two, { op: "Remove", path: "roles", value: [] })).toEqual(two);
  });
});

test("JSON text in roles is two roles, kept as text", () => {
  const value = [{ value: '{"id":"1","value":"Admin"}' }, { value: '{"id":"2","value":"User"}' }];
  expect(patch(ada, { op: "Add", path: "roles", value }).roles).toEqual(value);
});

test("primary moves from one value to another, over the operations", () => {
  const after = patch(
    { userName: "ada", emails: [{ value: "w@a.example", type: "work", primary: true }] },
    { op: "add", path: 'emails[type eq "home"].value', value: "h@a.example" },
    { op: "add", path: 'emails[type eq "work"].primary', value: false },
    { op: "replace", path: 'emails[type eq "home"].primary', value: "True" },
  );
  expect(after.emails).toEqual([
    { value: "w@a.example", type: "work", primary: false },
    { value: "h@a.example", type: "home", primary: true },
  ]);
});
