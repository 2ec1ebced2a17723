/** Rows B23 and B24 together: a seat that becomes free goes on to whoever can take it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization } from "../support/organization.ts";
import { patchOf } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test("B23 B24 a free seat passes over who waits for an address, to the next who waits for a seat", async () => {
  const organization = await openOrganization(house, { seats: 3 });
  const ann = await organization.provision("ann");
  const bob = await organization.provision("bob");
  const cyd = await organization.provision("cyd");
  const dot = await organization.provision("dot");
  const waitingFor = async (id: string) => (await organization.member(id)).waiting?.kind;
  expect([await waitingFor(cyd), await waitingFor(dot)]).toEqual(["seat", "seat"]);

  // Ann takes the address of Cyd, who has waited longest; then Bob's seat becomes free.
  const taken = { op: "Replace", path: 'emails[type eq "work"].value', value: organization.address("cyd") };
  expect((await organization.directory.send("PATCH", `/Users/${ann}`, patchOf(taken))).status).toBe(200);
  await organization.settled();
  expect((await organization.directory.send("DELETE", `/Users/${bob}`)).status).toBe(204);

  await eventually(async () => {
    expect(await organization.member(dot)).toMatchObject({
      status: "invited",
      holdsSeat: true,
      waiting: null,
    });
  }, 8_000);
  expect(await waitingFor(cyd)).toBe("address");
  expect(await organization.seats()).toEqual({ bought: 3, used: 3 });
});
