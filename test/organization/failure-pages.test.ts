/**
 * What waits for an admin, page by page over HTTP: each once, and the last page says that it is the last.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { ApiClient } from "../support/api-client.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";
import { signInOwner } from "../support/sign-in.ts";

let house: House;
let organization: TestOrganization;
let owner: ApiClient;
let removed: readonly string[];
beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house, { seats: 4, removalGuard: { members: 1, percent: 1 } });
  removed = [
    await organization.provision("ada"),
    await organization.provision("bob"),
    await organization.provision("cleo"),
  ];
  // For these there is no seat, which is a failure of each.
  for (const local of ["dora", "eve"]) await organization.provision(local);
  await whileWorkerRests(house, async () => {
    for (const id of removed) await organization.directory.send("DELETE", `/Users/${id}`);
  });
  await organization.settled();
  owner = await signInOwner(house, organization);
});
afterAll(() => house.close());

const page = z.object({ items: z.array(z.object({ id: z.string() })), next: z.string().nullable() });

/** The ids of each page. */
async function pagesOf(list: string, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  for (let next: string | null = ""; next !== null; ) {
    const after: string = next === "" ? "" : `&after=${encodeURIComponent(next)}`;
    const path = `/organizations/${organization.id}/${list}?limit=${limit}${after}`;
    const read: z.infer<typeof page> = page.parse((await owner.send("GET", path)).body);
    pages.push(read.items.map(({ id }) => id));
    next = read.next;
  }
  return pages;
}

test.each(["failures", "held-removals"])("%s come in pages of any size", async (list) => {
  const [all = []] = await pagesOf(list, 1_000);
  expect(all.length).toBeGreaterThan(2);
  for (let limit = 1; limit <= all.length + 1; limit += 1) {
    const pages = await pagesOf(list, limit);
    expect(pages.flat()).toEqual(all);
    expect(pages).toHaveLength(Math.ceil(all.length / limit));
  }
});

test("those whose removal is held are listed with what they were", async () => {
  const { body } = await owner.send("GET", `/organizations/${organization.id}/held-removals`);
  expect(body.items.map(({ id }: { id: string }) => id)).toEqual(removed);
  expect(body.items[0]).toMatchObject({ userName: organization.address("ada"), was: "invited" });
});
