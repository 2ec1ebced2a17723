import { expect, test } from "vitest";
import { openShares } from "./shares.ts";

test("there is so much for each and so much for all, and what is given back can be had again", () => {
  const { take } = openShares({ max: 5, shareMax: 3 });
  const first = take("a", 3);
  expect(take("a", 1)).toBeNull();
  expect(take("b", 2)).not.toBeNull();
  expect(take("c", 1)).toBeNull();
  first?.();
  expect(take("a", 1)).not.toBeNull();
  expect(take("b", 2)).toBeNull();
  expect(take("b", 1)).not.toBeNull();
  expect(take("c", 1)).not.toBeNull();
  expect(take("c", 1)).toBeNull();
});

test("what is larger than a share goes alone; what is larger than all, when nobody has any", () => {
  const { take } = openShares({ max: 10, shareMax: 3 });
  const large = take("a", 7);
  expect(large).not.toBeNull();
  expect(take("a", 1)).toBeNull();
  expect(take("b", 4)).toBeNull();
  large?.();
  const giant = take("a", 1_000);
  expect(giant).not.toBeNull();
  expect(take("b", 1)).toBeNull();
  giant?.();
  expect(take("b", 1)).not.toBeNull();
});
