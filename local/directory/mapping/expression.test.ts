import { describe, expect, it } from "vitest";
import { compileExpression } from "./expression.ts";

const person = { givenName: "Zoë", surname: "Berg", mail: "", upn: "Zoe@x.example", IsSoftDeleted: "True" };

describe("compileExpression", () => {
  it.each([
    ["[givenName]", "Zoë"],
    ["[mail]", ""],
    ["[unknown]", ""],
    ['"a, (b)"', "a, (b)"],
    ['Switch([IsSoftDeleted], , "False", "True", "True", "False")', "False"],
    ['Switch([surname], "other", "False", "True")', "other"],
    ['Switch([surname], , "x", "Berg")', ""],
    ['Join(" ", [givenName], [surname])', "Zoë Berg"],
    ['Join(" ", [givenName], [mail])', "Zoë"],
    ["Coalesce([mail], [upn])", "Zoe@x.example"],
    ["ToLower(Coalesce([mail],[upn]))", "zoe@x.example"],
  ])("%s", (text, value) => {
    expect(compileExpression(text)(person)).toBe(value);
  });

  it.each(["[givenName", "Join([a]", "Mid([a])", "[a] [b]", '"open'])("refuses %s", (text) => {
    expect(() => compileExpression(text)).toThrow(SyntaxError);
  });
});
