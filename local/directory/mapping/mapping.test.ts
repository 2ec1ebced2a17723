import { describe, expect, it } from "vitest";
import { defaultMappings, parseMappings } from "./mapping.ts";

const userName = { source: "[userPrincipalName]", target: "userName", type: "string", matching: 1 };

describe("parseMappings", () => {
  it("reads a list as the mapping of people alone", () => {
    expect(parseMappings(JSON.stringify([userName]))).toEqual({ users: [userName], groups: null });
    expect(parseMappings(JSON.stringify({ users: [userName] }))).toEqual({ users: [userName], groups: null });
  });

  it("reads what it has written", () => {
    expect(parseMappings(JSON.stringify(defaultMappings))).toEqual(defaultMappings);
  });

  it.each([
    ["people", { users: [{ ...userName, matching: undefined }], groups: null }],
    ["groups", { users: [userName], groups: [{ source: "[displayName]", target: "displayName" }] }],
  ])("wants %s to have a matching attribute", (_, mappings) => {
    expect(() => parseMappings(JSON.stringify(mappings))).toThrow(/matching/);
  });
});
