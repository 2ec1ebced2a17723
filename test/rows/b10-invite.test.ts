import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization } from "../support/organization.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test("B10 an assigned user is acknowledged at once and invited with an expiring single-use link", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  expect(await organization.member(id)).toMatchObject({
    status: "invited",
    origin: "directory",
    linked: false,
    holdsSeat: true,
  });
  expect(await organization.story(id)).toEqual(["member.created", "member.invited"]);
  const [mail, ...more] = house.mailbox.to(organization.address("ada"));
  expect(more).toEqual([]);
  expect(mail?.text).toContain(`/join/${organization.id}/`);
});
