import { describe, expect, it } from "vitest";
import { ownershipInWords } from "./ownership.ts";

const byHand = {
  inDirectory: false,
  linked: false,
  profileOwner: null,
  origin: "hand",
  role: "member",
} as const;
const byDirectory = { ...byHand, inDirectory: true, origin: "directory" } as const;

describe("who decides about what of a member", () => {
  it.each([
    ["here by hand", byHand, "No directory writes this member. An admin decides about access and removal."],
    [
      "an owner by hand",
      { ...byHand, role: "owner" },
      "No directory writes this member. An owner decides about access and removal.",
    ],
    [
      "left by the directory",
      { ...byHand, origin: "directory" },
      "The directory does not send this person any more. An admin may revoke or remove them.",
    ],
    [
      "the directory's",
      byDirectory,
      "The directory owns the user name, the e-mail address, and whether this person is assigned. An admin may revoke access all the same; that holds until an admin restores it.",
    ],
  ] as const)("of one who is %s", (_, member, words) => {
    expect(ownershipInWords(member)[0]).toBe(words);
  });

  it("gives the role to no admin, whoever writes the member", () => {
    for (const member of [byHand, byDirectory])
      expect(ownershipInWords(member).join(" ")).not.toMatch(/role/);
  });

  it("says whose the profile of a linked member is", () => {
    const linked = { ...byDirectory, linked: true, origin: "hand" } as const;
    expect(ownershipInWords({ ...linked, profileOwner: "organization" })[1]).toMatch(
      /The organization keeps/,
    );
    expect(ownershipInWords({ ...linked, profileOwner: "directory" })[1]).toMatch(/the directory, which/);
    expect(ownershipInWords(byDirectory)[1]).toMatch(/^The directory owns the name/);
  });
});
