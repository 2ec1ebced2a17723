import { describe, expect, it } from "vitest";
import { askedOf } from "./filters.ts";

const asked = (query: Record<string, string>) => askedOf((name) => query[name] ?? "");

describe("what the API is asked for the page's query", () => {
  it("is nothing where nothing is chosen", () => {
    expect(new Set(Object.values(asked({})))).toEqual(new Set([""]));
  });

  it("is what was chosen, as it is", () => {
    expect(asked({ kind: "member.removed", by: "key", member: "m1", group: "g1" })).toMatchObject({
      kind: "member.removed",
      by: "key",
      member: "m1",
      group: "g1",
    });
  });

  it("is the whole of both days, of whoever looks", () => {
    const { from, until } = asked({ from: "2026-02-27", until: "2026-02-28" });
    expect(from).toBe(new Date(2026, 1, 27).toISOString());
    expect(until).toBe(new Date(2026, 2, 1).toISOString());
  });

  it.each(["yesterday", "2026-02-31x", "2026-13-01", "12026-01-01"])("leaves %s out", (day) => {
    expect(asked({ from: day, until: day })).toMatchObject({ from: "", until: "" });
  });
});
