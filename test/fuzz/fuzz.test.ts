/** Whatever bytes a client sends, it is answered as SCIM says, and the processes live on: a short run of the fuzzer. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { impatient, troublesAfter } from "./aftermath.ts";
import { heldMb, inspectable } from "./memory.ts";
import { runFuzz } from "./run.ts";
import { openWorld, type World } from "./world.ts";

let house: House;
let world: World;
beforeAll(async () => {
  house = await openHouse({ environment: { ...inspectable, ...impatient } });
  world = await openWorld(house);
});
afterAll(() => house.close());

const requests = 500;
/** What a process may hold on to beside what it held when it was warm. */
const growthMb = 24;

const random = Math.floor(Math.random() * 2 ** 31);
for (const [name, seed] of [
  ["1", 1],
  [`${random}, which is another one each time`, random],
] as const) {
  test(`${requests} requests of the seed ${name}`, async () => {
    const { faults, statuses } = await runFuzz(world, { seed, requests });
    expect(faults, `npm run fuzz -- --seed ${seed} --requests ${requests}`).toEqual([]);
    // A fuzzer that is only ever refused tries nothing.
    for (const status of ["200", "201", "204", "400", "401", "404"])
      expect(statuses.get(status) ?? 0, status).toBeGreaterThan(0);
    expect(await troublesAfter(house, [world.organization, world.other])).toEqual([]);
  });
}

test("nothing of it stays in the memory of the API", async () => {
  const [apiLog = ""] = house.logs;
  const before = await heldMb(apiLog);
  await runFuzz(world, { seed: 2, requests });
  expect((await heldMb(apiLog)) - before).toBeLessThan(growthMb);
});
