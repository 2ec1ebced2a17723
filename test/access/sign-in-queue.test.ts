/**
 * A link to sign in does not wait behind all that is to be mailed.
 */
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { openBrowser } from "../support/http-browser.ts";
import { openOrganization } from "../support/organization.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ worker: false });
});
afterAll(() => house.close());

test("it is the next one to be sent, however many were there before it", async () => {
  const organization = await openOrganization(house);
  const { config, queues } = house.deps;
  const before = Array.from({ length: 500 }, (_, n) => `invite.${n}.1`);
  await queues.mailOut(before);
  const asked = { address: organization.address("owner") };
  expect((await openBrowser().send("POST", `${config.PUBLIC_URL}/api/sign-in`, asked)).status).toBe(202);
  const redis = new Redis(config.REDIS_URL);
  // Workers take the last one of the list.
  const [next] = await eventually(async () => {
    const waiting = await redis.lrange(`${config.QUEUE_PREFIX}:mail:wait`, -2, -1);
    expect(waiting.at(-1)).toMatch(/^sign-in\./);
    return waiting;
  });
  expect(next).toBe("invite.0.1");
  redis.disconnect();
});
