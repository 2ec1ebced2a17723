import { expect, test } from "vitest";
import { createKey, findKey } from "./scim-key.ts";

const now = new Date("2026-02-01T00:00:00Z");
const later = new Date("2026-02-01T00:00:01Z");

test("a key is known by its secret, and by nothing else", () => {
  const one = createKey("k1", now);
  const two = createKey("k2", now);
  const keys = [one.key, two.key];
  expect(findKey(keys, one.secret, now)).toBe(one.key);
  expect(findKey(keys, two.secret, now)).toBe(two.key);
  for (const wrong of [
    "",
    "rc_",
    one.key.hash,
    one.key.prefix,
    one.secret.toUpperCase(),
    `${one.secret} `,
    `${one.secret}x`,
  ])
    expect(findKey(keys, wrong, now), wrong).toBeNull();
  expect(findKey([], one.secret, now)).toBeNull();
});

test("the secret is random and long, and is not kept", () => {
  const { secret, key } = createKey("k1", now);
  expect(secret).toMatch(/^rc_[\w-]{43}$/);
  expect(createKey("k1", now).secret).not.toBe(secret);
  expect(JSON.stringify(key)).not.toContain(secret);
  expect(secret.startsWith(key.prefix)).toBe(true);
  expect(key.prefix.length).toBeLessThan(12);
  expect(key).toMatchObject({ id: "k1", createdAt: now, lastUsedAt: null, expiresAt: null });
});

test("B03 a key works until it ends, and not from then on", () => {
  const { secret, key } = createKey("k1", now);
  const ending = { ...key, expiresAt: later };
  expect(findKey([ending], secret, now)).toBe(ending);
  expect(findKey([ending], secret, later)).toBeNull();
  expect(findKey([ending], secret, new Date("2027-01-01"))).toBeNull();
});
