import { expect, test } from "vitest";
import { hashToken, invitationEmailId, invitationToken } from "./invitation.ts";

const secret = "a secret of the installation, long enough";
const ada = { organization: "acme", member: "m1", number: 1 };

test("the token of an invitation is the same each time, so that an e-mail can be written again", () => {
  expect(invitationToken(secret, ada)).toBe(invitationToken(secret, { ...ada }));
});

test("every other invitation has another token, as has every other installation", () => {
  const others = [
    invitationToken(secret, { ...ada, number: 2 }),
    invitationToken(secret, { ...ada, member: "m2" }),
    invitationToken(secret, { ...ada, organization: "acm", member: "em1" }),
    invitationToken(secret, { ...ada, organization: "acme,m1", member: "" }),
    invitationToken(secret, { organization: "m1", member: "acme", number: 1 }),
    invitationToken(`${secret}.`, ada),
  ];
  expect(new Set([...others, invitationToken(secret, ada)]).size).toBe(others.length + 1);
});

test("a token stands in a URL as it is, and its hash does not give it away", () => {
  const token = invitationToken(secret, ada);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/);
  expect(hashToken(token)).not.toBe(hashToken(`${token}x`));
});

test("the id of the e-mail can be that of a job: no colon, not all digits", () => {
  expect(invitationEmailId("0198", 12)).toMatch(/^(?!\d+$)[^:]+$/);
  expect(invitationEmailId("m1", 12)).not.toBe(invitationEmailId("m11", 2));
});
