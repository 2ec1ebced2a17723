import { describe, expect, it } from "vitest";
import { parsePath, type Resource, readPath, writePath } from "./target-path.ts";

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

describe("target paths", () => {
  it.each<[string, Resource]>([
    ["userName", { userName: "v" }],
    ["name.givenName", { name: { givenName: "v" } }],
    ['emails[type eq "work"].value', { emails: [{ primary: true, type: "work", value: "v" }] }],
    [`${enterprise}:department`, { [enterprise]: { department: "v" } }],
    [`${enterprise}:manager.value`, { [enterprise]: { manager: { value: "v" } } }],
  ])("writes and reads %s", (text, resource) => {
    const written: Resource = {};
    writePath(written, parsePath(text), "v");
    expect(written).toEqual(resource);
    expect(readPath(written, parsePath(text))).toBe("v");
    expect(readPath({}, parsePath(text))).toBeNull();
  });

  it("keeps elements of other types, and makes only the first primary", () => {
    const written: Resource = {};
    writePath(written, parsePath('emails[type eq "work"].value'), "w");
    writePath(written, parsePath('emails[type eq "home"].value'), "h");
    writePath(written, parsePath('emails[type eq "work"].display'), "d");
    expect(written).toEqual({
      emails: [
        { primary: true, type: "work", value: "w", display: "d" },
        { primary: false, type: "home", value: "h" },
      ],
    });
  });

  it.each([
    [{ active: false }, "active", "False"],
    [{ active: true }, "active", "True"],
    [{ title: "" }, "title", null],
    [{ title: null }, "title", null],
    [{ name: "no object" }, "name.givenName", "no object"],
    [{ [enterprise]: { manager: { value: "m", displayName: "M" } } }, `${enterprise}:manager`, "m"],
    [{ emails: [{ type: "home", value: "h" }] }, 'emails[type eq "work"].value', null],
    [{ emails: "no list" }, 'emails[type eq "work"].value', null],
  ])("reads %j at %s", (resource, path, value) => {
    expect(readPath(resource, parsePath(path))).toBe(value);
  });

  it.each(["", "emails[", 'emails[type ne "work"].value', "a.b.c"])("refuses %j", (text) => {
    expect(() => parsePath(text)).toThrow(SyntaxError);
  });
});
