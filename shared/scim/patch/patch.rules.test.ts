/** What RFC 7644 §3.5.2 says of every operation, and what RFC 7643 §2 says of the values in it. */
import { describe, expect, test } from "vitest";
import { ScimError } from "../error.ts";
import { decodePatch } from "../message.ts";
import { type UserAttributes, userType } from "../schema/user.ts";
import { applyPatch } from "./patch.ts";

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const core = "urn:ietf:params:scim:schemas:core:2.0:User";
const work = { value: "ada@work.example", type: "work", display: "At work", primary: true };
const home = { value: "ada@home.example", type: "home" };
const ada: UserAttributes = {
  userName: "ada",
  title: "Countess",
  name: { givenName: "Ada", familyName: "Byron" },
  emails: [work, home],
  enterprise: { department: "Engines", manager: { value: "m1" } },
};

const patchOf =
  (before: UserAttributes) =>
  (...Operations: readonly unknown[]): UserAttributes =>
    applyPatch(
      userType,
      before,
      decodePatch({ schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations }),
    );
const patch = patchOf(ada);

function faultOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ScimError) return error.fault;
    throw error;
  }
  return "none";
}

/** A path of every kind: simple, complex, multi-valued, with a filter, within one, of an extension, the extension. */
const paths = [
  "title",
  "name",
  "name.givenName",
  "emails",
  "emails.display",
  'emails[type eq "work"]',
  'emails[type eq "work"].display',
  'emails[type eq "other"].value',
  "manager",
  `${enterprise}:department`,
  enterprise,
];

describe("an add or replace without a value is invalidValue, and empties nothing (RFC 7644 3.5.2.1, table 9)", () => {
  for (const path of paths)
    for (const op of ["add", "replace", "Replace"])
      test(`${op} ${path}`, () => expect(faultOf(() => patch({ op, path }))).toBe("invalidValue"));
});

describe("null, like an empty list, makes unassigned, as a remove does (RFC 7643 2.5)", () => {
  const { title: _title, ...untitled } = ada;
  const { name: _name, ...unnamed } = ada;
  const { emails: _emails, ...mute } = ada;
  const { enterprise: _enterprise, ...bare } = ada;
  const { display: _display, ...unlabelled } = work;
  const table: [string, UserAttributes][] = [
    ["title", untitled],
    ["name", unnamed],
    ["name.givenName", { ...ada, name: { familyName: "Byron" } }],
    ["emails", mute],
    ["emails.display", { ...ada, emails: [unlabelled, home] }],
    ['emails[type eq "work"]', { ...ada, emails: [home] }],
    ['emails[type eq "work"].display', { ...ada, emails: [unlabelled, home] }],
    ["manager", { ...ada, enterprise: { department: "Engines" } }],
    [`${enterprise}:department`, { ...ada, enterprise: { manager: { value: "m1" } } }],
    [enterprise, bare],
  ];
  for (const [path, after] of table)
    test(path, () => {
      expect(patch({ op: "remove", path })).toEqual(after);
      expect(patch({ op: "replace", path, value: null })).toEqual(after);
      expect(patch({ op: "replace", path, value: [] })).toEqual(after);
      expect(patch({ op: "replace", value: { [path]: null } })).toEqual(after);
    });

  test("of a part empties that part of the value that a filter picks, and leaves the value", () => {
    for (const value of [{ display: null }, { display: "" }, { display: [] }])
      for (const op of ["add", "replace"])
        expect(patch({ op, path: 'emails[type eq "work"]', value }).emails).toEqual([unlabelled, home]);
  });
});

describe("a value that a filter picks", () => {
  test("keeps the parts that are not named (3.5.2.3, as for every complex value)", () => {
    const value = { value: "new@work.example" };
    for (const sent of [value, [value], "new@work.example"])
      expect(patch({ op: "replace", path: 'emails[type eq "work"]', value: sent }).emails).toEqual([
        { ...work, ...value },
        home,
      ]);
  });

  test("is one value: a list of two does not fit", () => {
    const operation = { op: "replace", path: 'emails[type eq "work"]', value: [work, home] };
    expect(faultOf(() => patch(operation))).toBe("invalidValue");
  });

  test("is not made where the filter contradicts itself or names nothing (3.5.2.3)", () => {
    for (const filter of ['type eq "work" and type eq "fax"', 'type eq ""', "type eq null"])
      expect(
        faultOf(() => patch({ op: "add", path: `phoneNumbers[${filter}].value`, value: "1" })),
        filter,
      ).toBe("noTarget");
  });

  test("is every value that matches, and only those", () => {
    const three = patchOf({ ...ada, emails: [work, { ...home, type: "work" }, home] });
    const after = three({ op: "replace", path: 'emails[type eq "work"].display', value: "W" });
    expect(after.emails?.map(({ display }) => display)).toEqual(["W", "W", undefined]);
    const left = three({ op: "remove", path: 'emails[type eq "work"]' });
    expect(left.emails).toEqual([home]);
  });
});

describe("an add of what differs in case alone adds nothing, unless case counts (3.5.2.1, RFC 7643 2.2)", () => {
  test("the value and its type are the same in any case", () => {
    for (const value of [
      { value: "ADA@Work.Example", type: "Work" },
      { value: "ADA@HOME.EXAMPLE" },
      "Ada@Home.example",
    ])
      expect(patch({ op: "add", path: "emails", value })).toEqual(ada);
  });

  test("its other parts are added to it", () => {
    const value = { value: "ADA@HOME.EXAMPLE", display: "At home" };
    expect(patch({ op: "add", path: "emails", value }).emails).toEqual([
      work,
      { ...home, display: "At home" },
    ]);
  });

  test("the same value of another type is another one (RFC 7643 2.4)", () => {
    const value = { value: work.value, type: "other" };
    expect(patch({ op: "add", path: "emails", value }).emails).toEqual([work, home, value]);
  });

  test("sent twice in one list it is there once", () => {
    const value = [
      { value: "new@x.example", display: "New" },
      { value: "NEW@x.example", type: "other" },
      { value: "New@X.example" },
    ];
    expect(patch({ op: "add", path: "emails", value }).emails).toEqual([work, home, ...value.slice(0, 2)]);
  });

  test("where case counts, it is another one", () => {
    const certificates = [{ value: "AAAA" }];
    const after = patchOf({ ...ada, x509Certificates: certificates })({
      op: "add",
      path: "x509Certificates",
      value: [{ value: "aaaa" }],
    });
    expect(after.x509Certificates).toEqual([...certificates, { value: "aaaa" }]);
  });

  test("a remove of a list of values finds them in the same way", () => {
    const value = [{ value: "ADA@WORK.EXAMPLE" }];
    expect(patch({ op: "Remove", path: "emails", value }).emails).toEqual([home]);
    const addresses = [{ region: "Kent" }, { region: "Surrey" }];
    const placed = patchOf({ ...ada, addresses });
    expect(placed({ op: "Remove", path: "addresses", value: [{ region: "Kent" }] }).addresses).toEqual([
      { region: "Surrey" },
    ]);
  });
});

describe("primary (3.5.2: the server sets it to false for any other value)", () => {
  const primaries = (...operations: readonly unknown[]) =>
    patch(...operations).emails?.map(({ primary }) => primary === true);

  test("set by a part, a whole value, an added value, with and without a path", () => {
    const path = 'emails[type eq "home"]';
    for (const op of ["add", "replace"]) {
      expect(primaries({ op, path: `${path}.primary`, value: true })).toEqual([false, true]);
      expect(primaries({ op, path, value: { primary: true } })).toEqual([false, true]);
      expect(primaries({ op, value: { [`${path}.primary`]: "True" } })).toEqual([false, true]);
    }
    const value = [{ ...home, primary: true }];
    expect(primaries({ op: "add", path: "emails", value })).toEqual([false, true]);
    expect(primaries({ op: "add", value: { emails: value } })).toEqual([false, true]);
  });

  test("set for all of them at once stays with one", () => {
    for (const path of ["emails.primary", "emails[value pr].primary"])
      expect(primaries({ op: "replace", path, value: true })?.filter(Boolean)).toHaveLength(1);
  });

  test("taken away makes nobody else primary", () => {
    expect(primaries({ op: "replace", path: "emails[primary eq true].primary", value: false })).toEqual([
      false,
      false,
    ]);
    expect(primaries({ op: "remove", path: "emails[primary eq true]" })).toEqual([false]);
  });
});

describe("schemas, id and meta", () => {
  test("a client may add the URN of an extension to schemas: it follows from the attributes (3.5.2)", () => {
    for (const value of [[enterprise], enterprise.toUpperCase(), [core, enterprise]])
      expect(patch({ op: "add", path: "schemas", value })).toEqual(ada);
    const declared = patchOf({ userName: "ada" })(
      { op: "Add", path: "Schemas", value: [enterprise] },
      { op: "add", path: `${enterprise}:department`, value: "Engines" },
    );
    expect(declared).toEqual({ userName: "ada", enterprise: { department: "Engines" } });
  });

  test("as a path they are read-only otherwise, whatever the operation (3.5.2.2)", () => {
    const operations = [
      { op: "add", path: "schemas", value: ["urn:x"] },
      { op: "add", path: "schemas", value: [enterprise, 7] },
      { op: "add", path: "schemas" },
      { op: "replace", path: "schemas", value: [core] },
      { op: "remove", path: "schemas" },
      { op: "remove", path: `schemas[value eq "${enterprise}"]` },
      { op: "remove", path: "id" },
      { op: "add", path: "id", value: "x" },
      { op: "replace", path: "meta.version", value: "x" },
      { op: "remove", path: "groups.value" },
    ];
    for (const operation of operations)
      expect(
        faultOf(() => patch(operation)),
        JSON.stringify(operation),
      ).toBe("mutability");
  });

  test("as keys they are passed over, whatever is in them", () => {
    for (const value of [null, "x", [7], {}, { version: "x" }])
      for (const key of ["schemas", "id", "meta", "meta.version", "groups", "manager.displayName"])
        expect(patch({ op: "replace", value: { [key]: value } }), key).toEqual(ada);
  });
});

describe("a name of JavaScript's own is no attribute", () => {
  for (const name of ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"]) {
    test(`${name} in a path, a filter, a key and a value`, () => {
      expect(faultOf(() => patch({ op: "add", path: name, value: {} }))).toBe("invalidPath");
      expect(faultOf(() => patch({ op: "add", path: `name.${name}`, value: "x" }))).toBe("invalidPath");
      expect(faultOf(() => patch({ op: "remove", path: `emails[${name} pr]` }))).toBe("invalidFilter");
      const value: unknown = JSON.parse(
        `{"${name}":{"title":"x"},"name":{"${name}":{"givenName":"x"}},"emails":{"value":"ada@home.example","${name}":"x"}}`,
      );
      expect(patch({ op: "add", value })).toEqual(ada);
      expect(Object.hasOwn(Object.prototype, "title")).toBe(false);
    });
  }
});
