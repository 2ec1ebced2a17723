import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization } from "../support/organization.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test.each([false, "False", "false"])(
  "B19 a POST with active %j creates a revoked member, uninvited and without a seat",
  async (active) => {
    const organization = await openOrganization(house);
    const id = await organization.provision("ada", { active });
    await organization.afterwards();
    expect(await organization.member(id)).toMatchObject({
      status: "revoked",
      revokedBy: "directory",
      holdsSeat: false,
      invitation: null,
      waiting: null,
    });
    expect((await organization.read(id)).active).toBe(false);
    expect(await organization.story(id)).toEqual(["member.created", "member.revoked"]);
    expect(organization.mails("ada")).toHaveLength(0);
    expect(await organization.failures()).toEqual([]);
  },
);

test("B19 a later active true invites, once", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada", { active: false });
  await organization.setActive(id, "True");
  await organization.setActive(id, "True");
  await organization.afterwards();
  expect(await organization.member(id)).toMatchObject({
    status: "invited",
    holdsSeat: true,
    revokedBy: null,
  });
  expect(organization.mails("ada")).toHaveLength(1);
  expect((await organization.story(id)).filter((kind) => kind === "member.invited")).toHaveLength(1);
});

test("B19 a change of the name leaves one who was created inactive uninvited", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada", { active: false });
  await organization.patch(id, { op: "Replace", path: "displayName", value: "Ada" });
  await organization.afterwards();
  expect((await organization.member(id)).status).toBe("revoked");
  expect(organization.mails("ada")).toHaveLength(0);
});

test("B19 who is created inactive needs no seat, and waits for one when enabled", async () => {
  const organization = await openOrganization(house, { seats: 1 });
  const id = await organization.provision("ada", { active: false });
  expect(await organization.failures()).toEqual([]);
  await organization.setActive(id, "True");
  expect(await organization.member(id)).toMatchObject({ waiting: { kind: "seat" }, holdsSeat: false });
  expect(organization.mails("ada")).toHaveLength(0);
});

test("B19 a POST without active is of one who is active", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada", { active: undefined });
  expect((await organization.member(id)).status).toBe("invited");
  expect((await organization.read(id)).active).toBe(true);
});
