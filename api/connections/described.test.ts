import { expect, test } from "vitest";
import { described } from "./described.ts";

const call = { at: new Date(0), method: "GET", path: "/scim/v2/acme/Users", status: 200, hungUp: false };
const pathOf = (path: string, query = "") => described({ ...call, path, query }).path;

test.each([
  ["/scim/v2/acme/Users", "", "/Users"],
  ["/SCIM/V2/acme/Users/1", "", "/Users/1"],
  ["/scim/v2/acme", "", "/"],
  [
    "/scim/v2/acme/Users",
    "filter=userName%20eq%20%22a%2Bb%40c.example%22",
    '/Users?filter=userName eq "a+b@c.example"',
  ],
  ["/scim/v2/acme/Users", "filter=userName+eq+%22a%22", '/Users?filter=userName eq "a"'],
  ["/scim/v2/acme/Groups/%C3%A9", "", "/Groups/é"],
  // Not encoded as URLs are.
  ["/scim/v2/acme/Users/%zz", "a=%E0%A4%A", "/Users/%zz?a=%E0%A4%A"],
  ["/scim/v2/acme/Users", "a=%0d%0aInjected:%00x", "/Users?a=  Injected: x"],
])("%s with %s is shown as it was meant", (path, query, wanted) => {
  expect(pathOf(path, query)).toBe(wanted);
});

test("texts are cut where they are long, and never within a character", () => {
  expect(pathOf("/scim/v2/acme/Users", `filter=${"x".repeat(9_000)}`)).toHaveLength(300);
  const smiles = pathOf("/scim/v2/acme/Users", `f=${encodeURIComponent("🙂".repeat(400))}`);
  expect(smiles.isWellFormed()).toBe(true);
  const told = { fault: "invalidValue", detail: "y".repeat(9_000) };
  expect(described({ ...call, query: "", status: 400, told }).detail).toHaveLength(300);
});

test("no key is shown, wherever it stands", () => {
  const key = `rc_${"aB3-_".repeat(9)}`;
  const told = { fault: "notFound", detail: `There is no ${key}.` };
  const shown = described({
    ...call,
    path: `/scim/v2/acme/${key}`,
    query: `access_token=${encodeURIComponent(key)}&x=${key}`,
    status: 404,
    told,
  });
  expect(JSON.stringify(shown)).not.toContain(key.slice(0, 12));
});

test("what went well was told nothing", () => {
  const told = { fault: "x", detail: "y" };
  expect(described({ ...call, query: "", told }).detail).toBeNull();
});
