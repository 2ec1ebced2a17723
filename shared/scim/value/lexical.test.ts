import { describe, expect, test } from "vitest";
import { isBinary, isDateTime } from "./lexical.ts";

describe("xsd:dateTime (RFC 7643 §2.3.5)", () => {
  test.each([
    "2008-01-23T04:56:22Z",
    "2008-01-23T04:56:22",
    "2008-01-23T04:56:22.5+05:30",
    "2008-01-23T04:56:22.123456789-14:00",
    "2024-02-29T00:00:00Z",
    "2000-02-29T00:00:00Z",
    "2008-01-23T24:00:00Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
  ])("%s is one", (text) => expect(isDateTime(text)).toBe(true));

  test.each([
    "",
    "2008-01-23",
    "04:56:22Z",
    "2008-01-23 04:56:22Z",
    "2008-01-23t04:56:22z",
    "2008-01-23T04:56Z",
    "2008-1-23T04:56:22Z",
    "2008-13-23T04:56:22Z",
    "2008-00-23T04:56:22Z",
    "2008-01-00T04:56:22Z",
    "2008-01-32T04:56:22Z",
    "2008-04-31T04:56:22Z",
    "2023-02-29T04:56:22Z",
    "1900-02-29T04:56:22Z",
    "0000-01-01T00:00:00Z",
    "2008-01-23T25:00:00Z",
    "2008-01-23T24:00:01Z",
    "2008-01-23T04:60:22Z",
    "2008-01-23T04:56:60Z",
    "2008-01-23T04:56:22.Z",
    "2008-01-23T04:56:22+0530",
    "2008-01-23T04:56:22+14:01",
    "2008-01-23T04:56:22Z\n",
    "1201064182",
    "23 Jan 2008 04:56:22 GMT",
  ])("%j is none", (text) => expect(isDateTime(text)).toBe(false));
});

describe("base64 and base64url, the padding free to be left out (RFC 7643 §2.3.6, RFC 4648 §4, §5)", () => {
  test.each(["TQ==", "TQ", "TWE=", "TWE", "TWFu", "TWFuTQ==", "+/+/", "-_-_", "_w"])("%s is it", (text) =>
    expect(isBinary(text)).toBe(true),
  );

  test.each([
    "",
    "=",
    "====",
    "T",
    "TWFuT",
    "TQ=",
    "TWE==",
    "TWFu=",
    "TQ==TQ==",
    "TW Fu",
    "TWFu\n",
    "+/-_",
    "TWF%",
  ])("%j is not", (text) => expect(isBinary(text)).toBe(false));

  test("whatever bytes there are", () => {
    for (let length = 1; length < 40; length += 1) {
      const bytes = Buffer.alloc(length, 0xfb);
      expect(isBinary(bytes.toString("base64"))).toBe(true);
      expect(isBinary(bytes.toString("base64url"))).toBe(true);
    }
  });
});
