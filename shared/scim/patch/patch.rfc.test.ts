/** The examples of RFC 7644 §3.5.2.1 to §3.5.2.3, and what its text says beside them. */
import { describe, expect, test } from "vitest";
import { decodePatch } from "../message.ts";
import { type UserAttributes, userType } from "../schema/user.ts";
import { applyPatch } from "./patch.ts";

const barbara: UserAttributes = {
  userName: "bjensen",
  name: { formatted: "Ms. Barbara J Jensen III", familyName: "Jensen", givenName: "Barbara" },
  displayName: "Babs Jensen",
  nickName: "Babs",
  emails: [
    { value: "bjensen@example.com", type: "work", primary: true },
    { value: "babs@jensen.org", type: "home" },
  ],
  addresses: [
    {
      type: "work",
      streetAddress: "100 Universal City Plaza",
      locality: "Hollywood",
      region: "CA",
      postalCode: "91608",
      country: "USA",
      formatted: "100 Universal City Plaza\nHollywood, CA 91608 USA",
      primary: true,
    },
    { type: "home", streetAddress: "456 Hollywood Blvd", locality: "Hollywood" },
  ],
  enterprise: { employeeNumber: "701984", department: "Tour Operations", manager: { value: "26118915" } },
};

const patch = (before: UserAttributes, ...Operations: Record<string, unknown>[]) =>
  applyPatch(
    userType,
    before,
    decodePatch({ schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations }),
  );
const faultOf = (...operations: Record<string, unknown>[]) => {
  try {
    patch(barbara, ...operations);
  } catch (error) {
    return Object(error).fault ?? error;
  }
  return "none";
};

describe("3.5.2.1 add", () => {
  test("without a path adds an e-mail address and a nickname", () => {
    const value = { emails: [{ value: "babs@example.org", type: "other" }], nickName: "Babsy" };
    expect(patch(barbara, { op: "add", value })).toEqual({
      ...barbara,
      nickName: "Babsy",
      emails: [...(barbara.emails ?? []), { value: "babs@example.org", type: "other" }],
    });
  });

  test("creates an attribute that is not there", () => {
    expect(patch(barbara, { op: "add", path: "title", value: "Guide" })).toEqual({
      ...barbara,
      title: "Guide",
    });
  });

  test("of a complex attribute takes a set of sub-attributes, and leaves the others", () => {
    expect(patch(barbara, { op: "add", path: "name", value: { middleName: "Jane" } }).name).toEqual({
      ...barbara.name,
      middleName: "Jane",
    });
  });

  test("to a multi-valued attribute adds a value", () => {
    const value = [{ value: "b@jensen.example" }];
    expect(patch(barbara, { op: "add", path: "emails", value }).emails).toEqual([
      ...(barbara.emails ?? []),
      ...value,
    ]);
  });

  test("to a single-valued attribute replaces the value", () => {
    expect(patch(barbara, { op: "add", path: "nickName", value: "B" }).nickName).toBe("B");
  });

  test("of what is there already makes no change", () => {
    const [, home] = barbara.emails ?? [];
    expect(patch(barbara, { op: "add", path: "emails", value: [home] })).toEqual(barbara);
    expect(patch(barbara, { op: "add", path: "nickName", value: "Babs" })).toEqual(barbara);
    expect(patch(barbara, { op: "add", path: "name", value: barbara.name })).toEqual(barbara);
  });

  test("of a value that is there already makes no change, also where another one shares its value", () => {
    const emails = [
      { value: "b@example.com", type: "work", display: "at work" },
      { value: "b@example.com", display: "anywhere" },
    ];
    const before = { ...barbara, emails };
    expect(patch(before, { op: "add", path: "emails", value: [emails[1]] })).toEqual(before);
  });

  test("that sets primary takes it from the value that had it", () => {
    const value = [{ value: "new@example.com", type: "other", primary: true }];
    expect(patch(barbara, { op: "add", path: "emails", value }).emails).toEqual([
      { value: "bjensen@example.com", type: "work", primary: false },
      { value: "babs@jensen.org", type: "home" },
      { value: "new@example.com", type: "other", primary: true },
    ]);
  });
});

describe("3.5.2.2 remove", () => {
  test("without a path fails with noTarget", () => {
    expect(faultOf({ op: "remove" })).toBe("noTarget");
    expect(faultOf({ op: "remove", value: { nickName: "Babs" } })).toBe("noTarget");
  });

  test("of a single-valued attribute leaves it unassigned", () => {
    const { nickName: _, ...others } = barbara;
    expect(patch(barbara, { op: "remove", path: "nickName" })).toEqual(others);
  });

  test("of a multi-valued attribute without a filter removes all values", () => {
    const { emails: _, ...others } = barbara;
    expect(patch(barbara, { op: "remove", path: "emails" })).toEqual(others);
  });

  test("with a filter removes the values that match", () => {
    const path = 'emails[type eq "work" and value ew "example.com"]';
    expect(patch(barbara, { op: "remove", path }).emails).toEqual([
      { value: "babs@jensen.org", type: "home" },
    ]);
  });

  test("of the last value leaves the attribute unassigned", () => {
    const after = patch(barbara, { op: "remove", path: "emails[value pr]" });
    expect("emails" in after).toBe(false);
  });

  test("with a filter and a sub-attribute removes that of the values that match", () => {
    const after = patch(barbara, { op: "remove", path: 'addresses[type eq "work"].postalCode' });
    expect(after.addresses?.[0]).not.toHaveProperty("postalCode");
    expect(after.addresses?.[0]).toHaveProperty("locality", "Hollywood");
    expect(after.addresses?.[1]).toEqual(barbara.addresses?.[1]);
  });

  test("of a required or read-only attribute fails with mutability", () => {
    expect(faultOf({ op: "remove", path: "userName" })).toBe("mutability");
    expect(faultOf({ op: "remove", path: "id" })).toBe("mutability");
    expect(faultOf({ op: "remove", path: "meta.version" })).toBe("mutability");
  });

  test("removes one value, then adds it back, and all is as before", () => {
    const after = patch(
      barbara,
      { op: "remove", path: 'emails[type eq "home"]' },
      { op: "add", path: "emails", value: [{ value: "babs@jensen.org", type: "home" }] },
    );
    expect(after).toEqual(barbara);
  });
});

describe("3.5.2.3 replace", () => {
  test("replaces all values of a multi-valued attribute", () => {
    const value = [{ value: "only@example.com", type: "work" }];
    expect(patch(barbara, { op: "replace", path: "emails", value }).emails).toEqual(value);
  });

  test("replaces the work address whole, by a filter", () => {
    const value = {
      type: "work",
      streetAddress: "911 Universal City Plaza",
      locality: "Hollywood",
      region: "CA",
      postalCode: "91608",
      country: "US",
      formatted: "911 Universal City Plaza\nHollywood, CA 91608 US",
      primary: true,
    };
    expect(patch(barbara, { op: "replace", path: 'addresses[type eq "work"]', value }).addresses).toEqual([
      value,
      barbara.addresses?.[1],
    ]);
  });

  test("changes one sub-attribute by a filter", () => {
    const path = 'addresses[type eq "work"].streetAddress';
    expect(patch(barbara, { op: "replace", path, value: "1010 Broadway Ave" }).addresses).toEqual([
      { ...barbara.addresses?.[0], streetAddress: "1010 Broadway Ave" },
      barbara.addresses?.[1],
    ]);
  });

  test("without a path replaces e-mails and nickname", () => {
    const emails = [
      { value: "bjensen@example.com", type: "work", primary: true },
      { value: "babs@jensen.org", type: "home" },
    ];
    expect(patch(barbara, { op: "replace", value: { emails, nickName: "Babsy" } })).toEqual({
      ...barbara,
      nickName: "Babsy",
    });
  });

  test("of a complex attribute leaves the sub-attributes that are not named", () => {
    const value = { givenName: "Barb", middleName: "Jane" };
    expect(patch(barbara, { op: "replace", path: "name", value }).name).toEqual({
      ...barbara.name,
      ...value,
    });
    expect(patch(barbara, { op: "replace", value: { name: value } }).name).toEqual({
      ...barbara.name,
      ...value,
    });
  });

  test("of what is not there is an add", () => {
    expect(patch(barbara, { op: "replace", path: "title", value: "Guide" }).title).toBe("Guide");
  });

  test("where a filter that describes no value matches none fails with noTarget", () => {
    for (const path of [
      'emails[value co "nobody"].type',
      "emails[not (value pr)].type",
      'emails[type eq "x" or type eq "y"].value',
    ]) {
      expect(faultOf({ op: "replace", path, value: "x" }), path).toBe("noTarget");
    }
  });
});

describe("3.5.2 all or nothing, in order", () => {
  test("each operation meets what the one before it left", () => {
    const after = patch(
      barbara,
      { op: "replace", path: "nickName", value: "one" },
      { op: "remove", path: "nickName" },
      { op: "add", path: "nickName", value: "two" },
      { op: "replace", path: 'emails[type eq "home"].type', value: "other" },
      { op: "replace", path: 'emails[type eq "other"].value', value: "moved@example.com" },
    );
    expect(after.nickName).toBe("two");
    expect(after.emails?.[1]).toEqual({ value: "moved@example.com", type: "other" });
  });

  test("an operation that fails says which one it was", () => {
    expect(() =>
      patch(
        barbara,
        { op: "replace", path: "nickName", value: "x" },
        { op: "replace", path: "active", value: "x" },
      ),
    ).toThrow(/Operation 2/);
  });
});
