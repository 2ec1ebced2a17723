/**
 * B60: the feed can be followed by somebody who knows nothing else: it tells of a member and of a group before it
 * tells who is in which, however fast one write comes after the other.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { expectAgreement, postGroup } from "../support/membership-account.ts";
import { openOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";

const connections = 16;
const people = 200;

let house: House;
beforeAll(async () => {
  house = await openHouse({ keepMails: false });
});
afterAll(() => house.close());

test("B60 members and groups are told of before their memberships, while all are written at full speed", async () => {
  const organization = await openOrganization(house);
  const { directory, address } = organization;
  const rosters = new Map<string, readonly string[]>();
  let next = 0;
  async function connection(): Promise<void> {
    for (;;) {
      const n = next;
      next += 1;
      if (n >= people) return;
      const { status, body } = await directory.send("POST", "/Users", entraUser(address(`user-${n}`)));
      expect(status).toBe(201);
      const id = String(body.id);
      rosters.set(await postGroup(organization, `Group ${n}`, [id]), [id]);
    }
  }
  await Promise.all(Array.from({ length: connections }, connection));
  await organization.settled();
  await expectAgreement(house, organization, rosters, []);
});
