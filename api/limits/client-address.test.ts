import { describe, expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";

const socket = "192.0.2.99";

describe("with no proxy of ours the header says nothing, whatever it says", () => {
  for (const header of ["", "203.0.113.7", "203.0.113.7, 198.51.100.1", "nonsense"])
    test(header || "nothing", () => expect(clientAddress(socket, header, 0)).toBe(socket));
});

describe("what our proxies wrote counts, and not what stood there before", () => {
  const table: [number, string, string][] = [
    [1, "203.0.113.7", "203.0.113.7"],
    [1, "10.0.0.1, 127.0.0.1, 203.0.113.7", "203.0.113.7"],
    [2, "10.0.0.1, 203.0.113.7, 198.51.100.1", "203.0.113.7"],
    [1, "203.0.113.7:5000", "203.0.113.7"],
    [1, "  203.0.113.7  ", "203.0.113.7"],
    [1, "[2001:db8:1:2:3:4:5:6]:5000", "2001:db8:1:2"],
    [1, "::ffff:203.0.113.7", "203.0.113.7"],
    // Somebody inside reached the second proxy without the first; what the second wrote is true all the same.
    [2, "203.0.113.7", "203.0.113.7"],
  ];
  for (const [proxies, header, address] of table)
    test(`${proxies}: ${header}`, () => expect(clientAddress(socket, header, proxies)).toBe(address));
});

describe("what is no address is passed over for the connection's own", () => {
  const wrong = [
    "",
    "unknown",
    "203.0.113.7,",
    "203.0.113",
    "1.2.3.4.5",
    "[::1",
    "::g",
    "x".repeat(9_000),
    ",,,",
  ];
  for (const header of wrong)
    test(header.slice(0, 20) || "nothing", () => expect(clientAddress(socket, header, 1)).toBe(socket));
  test("a connection that is gone has none", () => expect(clientAddress("", "", 0)).toBe("unknown"));
});

describe("all addresses of one network of IPv6 are one, however they are written", () => {
  const table: [string, string][] = [
    ["2001:db8::1", "2001:db8:0:0"],
    ["2001:0DB8:0000:0000:ffff::", "2001:db8:0:0"],
    ["2001:db8:0:0:1:2:3:4", "2001:db8:0:0"],
    ["2001:db8:0:1::", "2001:db8:0:1"],
    ["::1", "0:0:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
    ["1:2:3::192.0.2.1", "1:2:3:0"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
  ];
  for (const [written, network] of table)
    test(written, () => expect(clientAddress(written, "", 0)).toBe(network));
});
