/**
 * That the reckoning can see a lost write: with the guard of versions taken out, the same sync loses some.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization } from "../support/organization.ts";
import { reckon } from "./account.ts";
import { sync } from "./sync.ts";

const people = 200;
const withoutGuard = pathToFileURL(join(import.meta.dirname, "..", "support", "without-guard.ts"));

let house: House;
afterEach(() => house.close());

test.each([
  ["with the guard of versions, none of two writes at the same time is lost", {}, false],
  ["without it, some are", { NODE_OPTIONS: `--import ${withoutGuard.href}` }, true],
] as const)("F01 %s", async (_, environment, loses) => {
  house = await openHouse({ environment });
  const organization = await openOrganization(house, { seats: people + 1 });
  const { model } = await sync(organization, people);
  await organization.settled();
  const { lost } = await reckon(house, organization, model);
  expect(lost.length > 0, lost.join("\n")).toBe(loses);
});
