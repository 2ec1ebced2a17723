import { expect, test } from "vitest";
import { referencesOf, resolved } from "./references.ts";
import type { BulkOperation } from "./request.ts";

const operation = (data: unknown, id?: string): BulkOperation => ({
  method: "PATCH",
  endpoint: "/Users",
  id,
  version: "",
  data,
});

test("references are found as the id and as any value, however deep, and each once (RFC 7644 §3.7.2)", () => {
  const data = {
    manager: { value: "bulkId:m" },
    members: [{ value: "bulkId:a" }, { value: "7" }, { value: "bulkId:a" }],
    Operations: [{ op: "add", path: "members", value: "bulkId:b" }],
    "bulkId:key": "not bulkId:c",
    none: [null, 7, true],
  };
  expect([...referencesOf(operation(data, "bulkId:i"))].toSorted()).toEqual(["a", "b", "i", "m"]);
});

test("ids stand where the references stood, and the rest is as it was", () => {
  const data = {
    members: [{ value: "bulkId:a", type: "User" }],
    name: "x",
    list: ["bulkId:b"],
    nothing: null,
  };
  const ids = new Map([
    ["a", "1"],
    ["b", "2"],
  ]);
  expect(resolved(operation(data, "bulkId:b"), ids)).toEqual(
    operation({ members: [{ value: "1", type: "User" }], name: "x", list: ["2"], nothing: null }, "2"),
  );
  expect(data.members[0]?.value).toBe("bulkId:a");
});

test("a reference that stands for nothing yet goes, with the object whose value it was", () => {
  const data = {
    extension: { manager: { value: "bulkId:m", displayName: "M" }, department: "D" },
    members: [{ value: "bulkId:m" }, { VALUE: "bulkId:m" }, { value: "7" }],
    title: "bulkId:m",
  };
  expect(resolved(operation(data), new Map())).toEqual(
    operation({ extension: { department: "D" }, members: [{ value: "7" }] }),
  );
});

test("names that an object of JavaScript has by itself are names like any other", () => {
  const data = JSON.parse('{"__proto__":{"value":"bulkId:__proto__"},"constructor":"bulkId:toString"}');
  expect([...referencesOf(operation(data))]).toEqual(["__proto__", "toString"]);
  const ids = new Map([["__proto__", "1"]]);
  expect(JSON.stringify(resolved(operation(data), ids))).toContain('"data":{"__proto__":{"value":"1"}}');
  expect({}).not.toHaveProperty("value");
});
