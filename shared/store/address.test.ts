import { describe, expect, test } from "vitest";
import type { UserAttributes } from "../scim/schema/user.ts";
import { addressOf, isAddress } from "./address.ts";

describe("B11 e-mails go to", () => {
  const table: [string, UserAttributes["emails"], string, string | undefined][] = [
    [
      "the primary address",
      [
        { value: "w@a.example", type: "work" },
        { value: "p@a.example", type: "home", primary: true },
      ],
      "ada",
      "p@a.example",
    ],
    [
      "that of type work, where none is primary",
      [
        { value: "h@a.example", type: "home" },
        { value: "w@a.example", type: "work", primary: false },
      ],
      "ada",
      "w@a.example",
    ],
    [
      "that of type Work in any case",
      [{ value: "h@a.example" }, { value: "w@a.example", type: "WORK" }],
      "ada",
      "w@a.example",
    ],
    ["the only one", [{ value: "o@a.example", type: "other" }], "ada@b.example", "o@a.example"],
    ["the first", [{ value: "f@a.example" }, { value: "s@a.example" }], "ada@b.example", "f@a.example"],
    ["the userName", undefined, "ada@b.example", "ada@b.example"],
    [
      "the userName, where the e-mails hold no address",
      [{ value: "none" }, { type: "work" }],
      "ada@b.example",
      "ada@b.example",
    ],
    [
      "the next one, where the primary one is no address",
      [{ value: "none", primary: true }, { value: "s@a.example" }],
      "ada",
      "s@a.example",
    ],
    ["nobody", [{ value: "none", primary: true }], "ada", undefined],
    ["nobody without any", undefined, "ada", undefined],
    ["the address as it is written", [{ value: "Ada.L@A.Example" }], "ada", "Ada.L@A.Example"],
  ];
  for (const [what, emails, userName, address] of table) {
    test(what, () => expect(addressOf({ userName, ...(emails && { emails }) })).toBe(address));
  }
});

describe("an address is", () => {
  const addresses = [
    "ada@acme.example",
    "ada.lovelace+roll@mail.acme.example",
    "o'neil@acme.example",
    "ada_lovelace_gmail.com#EXT#@acme.onmicrosoft.com",
    "zoë@bücher.example",
    `${"a".repeat(64)}@${"b".repeat(189)}`,
  ];
  for (const text of addresses) test(text, () => expect(isAddress(text)).toBe(true));
});

describe("no address is", () => {
  const others = [
    undefined,
    "",
    "@",
    "ada",
    "ada@",
    "@acme.example",
    "ada@@acme.example",
    "ada@a@b.example",
    "ada @acme.example",
    " ada@acme.example",
    "ada@acme.example\n",
    "ada@acme.example\r\nBcc: eve@evil.example",
    "Ada <ada@acme.example>",
    "ada@acme.example, eve@evil.example",
    "ada@acme.example;eve@evil.example",
    "ada@acme.example\u2028",
    "ada\u0000@acme.example",
    "ada@acme.example\u0000",
    "ada\u0007@acme.example",
    "ada@acme\u007f.example",
    `${"a".repeat(65)}@acme.example`,
    `ada@${"b".repeat(251)}`,
  ];
  for (const text of others)
    test(JSON.stringify(text) ?? "undefined", () => expect(isAddress(text)).toBe(false));
});
