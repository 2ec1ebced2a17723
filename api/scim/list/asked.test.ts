import { parse } from "node:querystring";
import { describe, expect, test } from "vitest";
import { readProjection, readQuery, readSearch } from "./asked.ts";

const limits = { pageDefault: 100, pageMax: 1_000 };
const schemas = ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"];
const nothing = { filter: undefined, sort: undefined, start: { index: 1 }, count: 100, projection: {} };

const query = (text: string) => readQuery({ query: parse(text) }, limits);
const search = (parameters: object) => readSearch({ schemas, ...parameters }, limits);
const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

test("who asks for nothing gets the first page of everything", () => {
  expect(query("")).toEqual(nothing);
  expect(search({})).toEqual(nothing);
});

describe("a query and a search say the same (RFC 7644 §3.4.3)", () => {
  const table: [sent: Record<string, unknown>, meant: Partial<ReturnType<typeof query>>][] = [
    [{ filter: 'userName eq "a"' }, { filter: 'userName eq "a"' }],
    [{ FILTER: "title pr" }, { filter: "title pr" }],
    [{ sortBy: "userName" }, { sort: { by: "userName", descending: false } }],
    [{ sortby: "title", SORTORDER: "Descending" }, { sort: { by: "title", descending: true } }],
    [{ sortOrder: "descending" }, {}],
    [{ sortBy: " title " }, { sort: { by: "title", descending: false } }],
    [{ sortBy: "", sortOrder: "" }, {}],
    [{ sortBy: " " }, {}],
    [
      { startIndex: 7, count: 3 },
      { start: { index: 7 }, count: 3 },
    ],
    [
      { startIndex: 0, count: -1 },
      { start: { index: 1 }, count: 0 },
    ],
    [
      { startIndex: -999_999_999_999_999, count: 0 },
      { start: { index: 1 }, count: 0 },
    ],
    [
      { startIndex: 999_999_999_999_999, count: 1_001 },
      { start: { index: 999_999_999_999_999 }, count: 1_000 },
    ],
    [{ startIndex: "007" }, { start: { index: 7 } }],
    [{ startIndex: "", count: "" }, {}],
    [{ cursor: "" }, { start: { cursor: "" } }],
    [
      { cursor: "abc", startIndex: 5, count: 5 },
      { start: { cursor: "abc" }, count: 5 },
    ],
    [{ attributes: "userName, title,," }, { projection: { attributes: ["userName", "title"] } }],
    [{ excludedAttributes: "members" }, { projection: { excludedAttributes: ["members"] } }],
    [{ attributes: "", excludedAttributes: "members" }, { projection: { excludedAttributes: ["members"] } }],
    [{ aadOptscim062020: "", unknown: "x", __proto__x: "y" }, {}],
  ];
  for (const [sent, meant] of table) {
    test(JSON.stringify(sent), () => {
      const text = new URLSearchParams(
        Object.entries(sent).map(([name, value]): [string, string] => [name, asText(value)]),
      );
      expect(query(text.toString())).toEqual({ ...nothing, ...meant });
      expect(search(sent)).toEqual({ ...nothing, ...meant });
    });
  }
});

test("a search names attributes in a list, and says nothing with null", () => {
  expect(search({ attributes: ["userName", " title "] }).projection).toEqual({
    attributes: ["userName", "title"],
  });
  expect(search({ attributes: [], excludedAttributes: ["title"] }).projection).toEqual({
    excludedAttributes: ["title"],
  });
  const names = [
    "filter",
    "sortBy",
    "sortOrder",
    "startIndex",
    "count",
    "cursor",
    "attributes",
    "excludedAttributes",
  ];
  expect(search(Object.fromEntries(names.map((name) => [name, null])))).toEqual(nothing);
});

test("a cursor without a value is that of the first page (RFC 9865 §2); of two values the first counts", () => {
  expect(query("cursor&count=10").start).toEqual({ cursor: "" });
  expect(query("count=5&count=x").count).toBe(5);
});

describe("what is no whole number, text or name is 400 invalidValue, with its name", () => {
  const wrong: Record<string, readonly unknown[]> = {
    filter: [1, true, [], {}, ["title pr"]],
    sortBy: [1, false, {}, ["userName"]],
    sortOrder: ["up", "asc", 1, true, {}],
    startIndex: ["x", "1.5", "+1", " 1", "1e3", "0x10", "1".repeat(16), "١", 1.5, 1e300, true, {}, [1]],
    count: ["x", "1.5", "--1", "1 ", "NaN", 0.1, -1e300, false, {}, []],
    cursor: [1, true, {}, ["x"]],
    attributes: [1, true, {}, [1], [null], [["userName"]], "a,".repeat(201), Array(201).fill("a")],
    excludedAttributes: [1, {}, [{}], `${"a,".repeat(200)}title`, Array(201).fill("a")],
  };
  for (const [name, values] of Object.entries(wrong)) {
    test(name, () => {
      const refusal = expect.objectContaining({
        fault: "invalidValue",
        message: expect.stringMatching(`^${name} must`),
      });
      for (const value of values) {
        expect(() => search({ [name]: value }), asText(value)).toThrow(refusal);
        if (typeof value !== "string") continue;
        const text = new URLSearchParams({ [name]: value }).toString();
        expect(() => query(text), asText(value)).toThrow(refusal);
      }
    });
  }

  test("200 names are taken", () => {
    expect(query(`attributes=${"a,".repeat(199)}b`).projection.attributes).toHaveLength(200);
  });
});

test("attributes and excludedAttributes are not for one request (RFC 7644 §3.9)", () => {
  const refusal = expect.objectContaining({
    fault: "invalidValue",
    message: expect.stringMatching("not both"),
  });
  expect(() => query("attributes=title&excludedAttributes=name")).toThrow(refusal);
  expect(() => search({ attributes: ["title"], excludedAttributes: "name" })).toThrow(refusal);
  expect(() => readProjection({ query: parse("attributes=title&excludedAttributes=name") })).toThrow(refusal);
});

test("where one resource is returned, nothing but what to see of it is read", () => {
  expect(readProjection({ query: parse("count=x&sortOrder=up&attributes=title") })).toEqual({
    attributes: ["title"],
  });
  expect(readProjection({ query: parse("filter=x") })).toEqual({});
});

test("what is no search is 400 invalidSyntax", () => {
  const refusal = expect.objectContaining({ fault: "invalidSyntax" });
  const bodies: unknown[] = [
    null,
    [],
    "x",
    1,
    {},
    { schemas: [] },
    { schemas: schemas[0] },
    { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"] },
    { schemas: [schemas] },
    { schemas: null, filter: "title pr" },
  ];
  for (const body of bodies) expect(() => readSearch(body, limits), JSON.stringify(body)).toThrow(refusal);
  expect(readSearch({ Schemas: ["x", String(schemas[0]).toUpperCase()] }, limits)).toEqual(nothing);
});
