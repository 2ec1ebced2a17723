import { expect, test } from "vitest";
import { troubleInWords } from "./trouble.ts";

test("without a problem there is nothing to say", () => {
  expect(troubleInWords(null)).toBeNull();
});

test.for(["provider", "unknownMember", "expired", "denied", "notSet", "tooMany"])(
  "%s has words of its own",
  (code) => {
    expect(troubleInWords(code)).not.toBe(troubleInWords("anything else"));
  },
);

test.for([
  "",
  "constructor",
  "__proto__",
  "toString",
  "<img src=x onerror=alert(1)>",
  "Call 555-0100 at once",
])("%s is nothing that we know, and is not repeated", (code) => {
  expect(troubleInWords(code)).toBe("The sign-in did not work. Begin again, or sign in with your address.");
});
