import { describe, expect, it } from "vitest";
import { retriedInWords } from "./retried.ts";

const none = { members: 0, groups: 0, memberships: 0, emails: 0 };

describe("what is tried again", () => {
  it.each([
    [none, "There was nothing left to try again."],
    [{ ...none, members: 1 }, "1 member is tried again."],
    [{ ...none, members: 2, emails: 1 }, "2 members and 1 e-mail are tried again."],
    [
      { members: 1, groups: 1, memberships: 1_200, emails: 0 },
      "1 member, 1 group, and 1,200 memberships are tried again.",
    ],
  ])("%j", (retried, words) => {
    expect(retriedInWords(retried)).toBe(words);
  });
});
