import { describe, expect, it } from "vitest";
import { heldAfter, operationsFor } from "./values.ts";

const manager = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";

describe("operationsFor", () => {
  it.each([
    ["nothing for what is there", { title: "a" }, { title: "a" }, []],
    ["Add where there was nothing", {}, { title: "a" }, [{ op: "Add", path: "title", value: "a" }]],
    ["Replace", { title: "a" }, { title: "b" }, [{ op: "Replace", path: "title", value: "b" }]],
    [
      "active as text",
      { active: "True" },
      { active: "False" },
      [{ op: "Replace", path: "active", value: "False" }],
    ],
    ["Remove without a value", { [manager]: "m" }, { [manager]: null }, [{ op: "Remove", path: manager }]],
    ["nothing to remove", {}, { [manager]: null }, []],
    ["nothing for what is not wanted", { title: "a" }, {}, []],
  ])("%s", (_, held, wanted, operations) => {
    expect(operationsFor(held, wanted)).toEqual(operations);
    expect(operationsFor(heldAfter(held, operationsFor(held, wanted)), wanted)).toEqual([]);
  });
});
