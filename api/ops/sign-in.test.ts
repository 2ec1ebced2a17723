/**
 * Who is let in to what is for operators alone.
 */
import { expect, test } from "vitest";
import { readConfig } from "../../shared/config.ts";
import { openSignIn, type SignIn } from "./sign-in.ts";

const password = "correct horse: battery";

function open(more: Record<string, string> = {}, now: () => number = () => 0): SignIn {
  const signIn = openSignIn(readConfig({ OPS_PASSWORD: password, OPS_WRONG_PASSWORDS: "3", ...more }), now);
  if (!signIn) throw new Error("there is no sign-in");
  return signIn;
}

function basic(name: string, secret: string, scheme = "Basic"): string {
  return `${scheme} ${Buffer.from(`${name}:${secret}`).toString("base64")}`;
}

test("without a password there is no sign-in", () => {
  expect(openSignIn(readConfig({}), () => 0)).toBeNull();
});

test("a password of fewer than 12 characters cannot be set", () => {
  expect(() => readConfig({ OPS_PASSWORD: "elevenchars" })).toThrow("OPS_PASSWORD");
});

test("the name and the password sign in; the scheme's name is of any case (RFC 7617 §2)", () => {
  const signIn = open();
  expect(signIn(basic("operator", password), "a")).toEqual({ is: "in" });
  expect(signIn(basic("operator", password, "bAsIc"), "a")).toEqual({ is: "in" });
  expect(open({ OPS_USER: "ada" })(basic("ada", password), "a")).toEqual({ is: "in" });
});

const refused: readonly (string | undefined)[] = [
  undefined,
  "",
  "Basic",
  "Basic ???",
  `Bearer ${Buffer.from(`operator:${password}`).toString("base64")}`,
  basic("operator", ""),
  basic("operator", password.slice(0, -1)),
  basic("operator", `${password}x`),
  basic("", password),
  basic("Operator", password),
];

test.each(refused)("%s does not sign in", async (authorization) => {
  expect(open()(authorization, "a")).toEqual({ is: "asked" });
});

test("whoever sent too many wrong passwords is refused with the right one too, for a while, and nobody else is", () => {
  let at = 1_000;
  const signIn = open({}, () => at);
  const wrong = basic("operator", "a wrong password");
  for (let tries = 0; tries < 3; tries += 1) expect(signIn(wrong, "a")).toEqual({ is: "asked" });
  expect(signIn(basic("operator", password), "a")).toEqual({ is: "in" });
  expect(signIn(wrong, "a")).toEqual({ is: "slowed", retryAfterSeconds: 60 });
  at += 59_500;
  expect(signIn(wrong, "a")).toEqual({ is: "slowed", retryAfterSeconds: 1 });
  expect(signIn(basic("operator", password), "a")).toMatchObject({ is: "slowed" });
  expect(signIn(basic("operator", password), "b")).toEqual({ is: "in" });
  at += 500;
  expect(signIn(basic("operator", password), "a")).toEqual({ is: "in" });
  for (let tries = 0; tries < 3; tries += 1) expect(signIn(wrong, "a")).toEqual({ is: "asked" });
  expect(signIn(wrong, "a")).toEqual({ is: "slowed", retryAfterSeconds: 60 });
});

test("guesses from very many addresses do not fill the memory: the oldest are forgotten, the others count on", () => {
  const signIn = open();
  const wrong = basic("operator", "a wrong password");
  for (let tries = 0; tries < 4; tries += 1) signIn(wrong, "first");
  for (let address = 0; address < 9_999; address += 1) signIn(wrong, `a${address}`);
  expect(signIn(basic("operator", password), "first")).toMatchObject({ is: "slowed" });
  signIn(wrong, "one more");
  expect(signIn(basic("operator", password), "first")).toEqual({ is: "in" });
});

test("a browser that asks without a password first is not counted as guessing", () => {
  const signIn = open();
  for (let requests = 0; requests < 10; requests += 1) signIn(undefined, "a");
  expect(signIn(basic("operator", password), "a")).toEqual({ is: "in" });
});
