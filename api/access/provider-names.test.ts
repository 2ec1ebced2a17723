import { expect, test } from "vitest";
import { namesIn } from "./provider-names.ts";

test("the verified e-mail address comes first, then the names; each once, folded", () => {
  const claims = {
    email: "Ada@Acme.example",
    preferred_username: " ADA@acme.example ",
    upn: "ada.l@acme.example",
  };
  expect(namesIn(claims)).toEqual(["ada@acme.example", "ada.l@acme.example"]);
  expect(namesIn({ ...claims, email_verified: true })[0]).toBe("ada@acme.example");
});

test("an address that is not verified counts for nothing, whatever claim it stands in", () => {
  const email = "ada@acme.example";
  for (const email_verified of [false, "false"]) {
    expect(namesIn({ email, email_verified })).toEqual([]);
    expect(namesIn({ email, email_verified, preferred_username: "ADA@acme.example" })).toEqual([]);
    expect(namesIn({ email, email_verified, upn: "other@acme.example" })).toEqual(["other@acme.example"]);
  }
});

test("what is no text, empty or endless is no name", () => {
  for (const wrong of [null, 1, {}, ["ada@acme.example"], { $ne: "" }, "", "  ", "x".repeat(255)])
    expect(namesIn({ email: wrong, preferred_username: wrong, upn: wrong }), String(wrong)).toEqual([]);
});
