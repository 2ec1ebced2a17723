import { describe, expect, test } from "vitest";
import { type MailTrouble, troubleOf } from "./transport.ts";

const smtp = (responseCode: number, more: object = {}) =>
  Object.assign(new Error("refused"), { code: "EENVELOPE", command: "RCPT TO", responseCode, ...more });

describe("what a failure to send is about", () => {
  const table: [string, unknown, MailTrouble][] = [
    ["an unknown mailbox", smtp(550), "recipient"],
    ["a mailbox that moved", smtp(551), "recipient"],
    ["a mailbox name that is not allowed", smtp(553), "recipient"],
    ["a message that is refused", smtp(554, { code: "EMESSAGE", command: "DATA" }), "recipient"],
    ["a mailbox that is busy", smtp(450), "passing"],
    ["greylisting", smtp(451), "passing"],
    ["a server without space", smtp(452), "passing"],
    ["a service that closes", smtp(421), "passing"],
    ["a wrong password", smtp(535, { code: "EAUTH", command: "AUTH PLAIN" }), "server"],
    ["a server that wants a password", smtp(530, { command: "MAIL FROM" }), "server"],
    ["any trouble with the password", Object.assign(new Error(), { code: "EAUTH" }), "server"],
    ["a refused connection", Object.assign(new Error(), { code: "ESOCKET", command: "CONN" }), "server"],
    ["a server that turns us away at the door", smtp(554, { code: "EPROTOCOL", command: "CONN" }), "server"],
    ["a server that is too busy at the door", smtp(421, { code: "EPROTOCOL", command: "CONN" }), "server"],
    ["a host that is not found", Object.assign(new Error(), { code: "EDNS" }), "server"],
    ["a connection that broke in the middle", Object.assign(new Error(), { code: "ECONNECTION" }), "passing"],
    ["a time-out without any answer", Object.assign(new Error(), { code: "ETIMEDOUT" }), "passing"],
    ["an error without a code", new Error("?"), "passing"],
    ["something that is no error", "?", "passing"],
    ["nothing", undefined, "passing"],
    ["null", null, "passing"],
    ["a code of a wrong type", { responseCode: "550" }, "passing"],
  ];
  for (const [what, error, trouble] of table) test(what, () => expect(troubleOf(error)).toBe(trouble));
});
