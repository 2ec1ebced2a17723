import { expect, test } from "vitest";
import { reasonOf } from "./trying.ts";

test("a reason is what the mail server said", () => {
  const refused = Object.assign(new Error("Can't send mail"), { response: "550 no such mailbox" });
  expect(reasonOf(refused)).toBe("550 no such mailbox");
  expect(reasonOf(new Error("Connection closed"))).toBe("Connection closed");
  expect(reasonOf("?")).toBe("unknown");
});

test("a mail server that quotes the link which it refuses gives nobody's token away", () => {
  const token = "x".repeat(43);
  const quoted = new Error(`554 spam: https://a.example/join/acme/${token} and again ${token}`);
  expect(reasonOf(quoted, token)).toBe("554 spam: https://a.example/join/acme/… and again …");
});

test("a token that is cut in two by the limit is gone too", () => {
  const token = "x".repeat(43);
  const reason = reasonOf(new Error(`${"y".repeat(990)}${token}`), token);
  expect(reason).not.toContain("x");
  expect(reason.length).toBeLessThanOrEqual(1_000);
});
