import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptInvitation } from "../../api/organization/members/accept.ts";
import { setSeats } from "../../api/organization/settings/organizations.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { accept, keyPairLike, provisionAs } from "../support/joining.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ environment: { DRAIN_BATCH: "7" } });
});
afterAll(() => house.close());

/** Who holds a seat and who waits for one, and that this is what the organization counts. */
async function seated(organization: TestOrganization): Promise<{ holders: number; waiting: number }> {
  const members = await organization.members();
  const holders = members.filter(({ holdsSeat }) => holdsSeat);
  const { bought, used } = await organization.seats();
  expect(used, "seats counted").toBe(holders.length);
  expect(used, "seats used").toBeLessThanOrEqual(bought);
  return {
    holders: holders.length,
    waiting: members.filter(({ waiting }) => waiting?.kind === "seat").length,
  };
}

test("B23 who finds no seat is acknowledged and waits, visibly, uninvited, with a failure", async () => {
  const organization = await openOrganization(house, { seats: 2 });
  await organization.provision("ada");
  const bob = await organization.provision("bob");
  expect(await organization.member(bob)).toMatchObject({
    status: "staged",
    waiting: { kind: "seat" },
    holdsSeat: false,
    invitation: null,
    why: expect.stringMatching(/seat/),
  });
  expect(await organization.story(bob)).toEqual(["member.created", "member.waiting"]);
  expect(await organization.failures("open")).toMatchObject([
    { kind: "seat", subject: bob, count: 1, cause: expect.stringContaining(organization.address("bob")) },
  ]);
  expect(organization.mails("bob")).toHaveLength(0);
  expect((await organization.read(bob)).active).toBe(true);
});

test("B23 seats are exact under many POSTs at the same time", async () => {
  const organization = await openOrganization(house, { seats: 11 });
  const names = Array.from({ length: 60 }, (_, index) => `user-${index}`);
  const answers = await Promise.all(
    names.map((name) => organization.directory.send("POST", "/Users", entraUser(organization.address(name)))),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  await organization.settled();
  expect(await seated(organization)).toEqual({ holders: 11, waiting: 50 });
  expect(names.filter((name) => organization.mails(name).length > 0)).toHaveLength(10);
  expect(await organization.failures("open")).toHaveLength(50);
});

test("B23 seats stay exact while people come, go, are disabled and enabled at the same time", async () => {
  const organization = await openOrganization(house, { seats: 6 });
  const { directory, address } = organization;
  const names = Array.from({ length: 30 }, (_, index) => `user-${index}`);
  await Promise.all(
    names.map(async (name, index) => {
      const { body } = await directory.send("POST", "/Users", entraUser(address(name)));
      const active = (value: boolean) => patchOf({ op: "replace", path: "active", value });
      if (index % 3 === 0) await directory.send("DELETE", `/Users/${body.id}`);
      if (index % 3 === 1) {
        await directory.send("PATCH", `/Users/${body.id}`, active(false));
        await directory.send("PATCH", `/Users/${body.id}`, active(true));
      }
    }),
  );
  await organization.settled();
  expect(await seated(organization)).toEqual({ holders: 6, waiting: 15 });
});

const waysOut: readonly (readonly [string, (organization: TestOrganization, id: string) => Promise<void>])[] =
  [
    ["is revoked", (organization, id) => organization.setActive(id, "False")],
    ["is removed", (organization, id) => organization.remove(id)],
  ];

test.each(waysOut)("B23 when one who holds a seat %s, who waited longest goes on alone", async (_, leave) => {
  const organization = await openOrganization(house, { seats: 2 });
  const ada = await provisionAs(house, organization, "ada", "accepted");
  const [bob, eve] = [await organization.provision("bob"), await organization.provision("eve")];
  await leave(organization, ada);
  await organization.settled();
  expect(await organization.member(bob)).toMatchObject({ status: "invited", waiting: null, holdsSeat: true });
  expect(await organization.member(eve)).toMatchObject({ status: "staged", waiting: { kind: "seat" } });
  expect([organization.mails("bob").length, organization.mails("eve").length]).toEqual([1, 0]);
  expect((await organization.failures("open")).map(({ subject }) => subject)).toEqual([eve]);
  expect((await organization.failures("resolved")).map(({ subject }) => subject)).toEqual([bob]);
  expect(await seated(organization)).toEqual({ holders: 2, waiting: 1 });
});

test("B23 when seats are added as many go on as there are seats, in the order of their waiting", async () => {
  const organization = await openOrganization(house, { seats: 1 });
  const ids: string[] = [];
  for (const name of ["ada", "bob", "eve"]) ids.push(await organization.provision(name));
  await setSeats(house.deps, organization.id, 3);
  await organization.settled();
  const states = await Promise.all(ids.map(async (id) => (await organization.member(id)).status));
  expect(states).toEqual(["invited", "invited", "staged"]);
  await setSeats(house.deps, organization.id, 10);
  await organization.settled();
  expect(await seated(organization)).toEqual({ holders: 4, waiting: 0 });
  expect(await organization.failures("open")).toEqual([]);
});

test("B23 fewer seats than are in use take nobody's away, and let nobody new in", async () => {
  const organization = await openOrganization(house, { seats: 3 });
  const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  await setSeats(house.deps, organization.id, 1);
  const eve = await organization.provision("eve");
  expect((await organization.member(ada)).status).toBe("invited");
  expect((await organization.member(bob)).status).toBe("invited");
  await organization.remove(ada);
  await organization.settled();
  expect(await organization.member(eve)).toMatchObject({ waiting: { kind: "seat" } });
  expect(await organization.seats()).toEqual({ bought: 1, used: 2 });
});

test("B23 who is revoked holds no seat, and finding none when they are back waits and then is where they were", async () => {
  const organization = await openOrganization(house, { seats: 2 });
  const ada = await provisionAs(house, organization, "ada", "confirmed");
  await organization.setActive(ada, "False");
  const bob = await organization.provision("bob");
  expect((await organization.member(bob)).status).toBe("invited");
  await organization.setActive(ada, "True");
  expect(await organization.member(ada)).toMatchObject({
    status: "revoked",
    waiting: { kind: "seat" },
    holdsSeat: false,
  });
  expect(await organization.failures("open")).toMatchObject([{ kind: "seat", subject: ada }]);
  await organization.remove(bob);
  await organization.settled();
  expect(await organization.member(ada)).toMatchObject({
    status: "confirmed",
    waiting: null,
    holdsSeat: true,
  });
  expect(organization.mails("ada")).toHaveLength(1);
  expect(await organization.failures("open")).toEqual([]);
});

test("B23 accepting needs no second seat", async () => {
  const organization = await openOrganization(house, { seats: 2 });
  const ada = await organization.provision("ada");
  await accept(house, organization, "ada");
  expect((await organization.member(ada)).status).toBe("accepted");
  expect(await seated(organization)).toEqual({ holders: 2, waiting: 0 });
  await expect(acceptInvitation(house.deps, organization.id, "none", keyPairLike())).rejects.toThrow();
});

test.each(["DELETE", "PATCH"])(
  "B23 who waits and is taken out by %s waits no more, and neither does the failure",
  async (method) => {
    const organization = await openOrganization(house, { seats: 1 });
    const ada = await organization.provision("ada");
    const body = method === "PATCH" ? patchOf({ op: "replace", path: "active", value: false }) : undefined;
    await organization.directory.send(method, `/Users/${ada}`, body);
    await organization.settled();
    expect(await organization.failures("open")).toEqual([]);
    await setSeats(house.deps, organization.id, 5);
    const later = await organization.provision("later");
    expect((await organization.member(later)).status).toBe("invited");
    expect(organization.mails("ada")).toHaveLength(0);
    expect(await seated(organization)).toEqual({ holders: 2, waiting: 0 });
  },
);

test.each(["DELETE", "PATCH"])(
  "B23 a seat that was meant for one whom a %s takes out meanwhile goes to the next who waits",
  async (method) => {
    const organization = await openOrganization(house, { seats: 1 });
    const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
    await house.worker.stop();
    await setSeats(house.deps, organization.id, 2);
    const body = method === "PATCH" ? patchOf({ op: "replace", path: "active", value: false }) : undefined;
    await organization.directory.send(method, `/Users/${ada}`, body);
    await house.startWorker();
    await organization.settled();
    await eventually(async () => expect((await organization.member(bob)).status).toBe("invited"), 5_000);
    expect(await seated(organization)).toEqual({ holders: 2, waiting: 0 });
  },
);

test("B23 a seat that the next in line cannot take, whose address another holds, goes to the one after", async () => {
  const organization = await openOrganization(house, { seats: 1 });
  const emails = [{ type: "work", value: organization.address("shared") }];
  const ids = [
    await organization.provision("ada", { emails }),
    await organization.provision("bob", { emails }),
  ];
  ids.push(await organization.provision("eve"));
  await setSeats(house.deps, organization.id, 3);
  await organization.settled();
  const [ada, bob, eve] = await Promise.all(ids.map((id) => organization.member(id)));
  expect(ada).toMatchObject({ status: "invited" });
  expect(bob).toMatchObject({ status: "staged", waiting: { kind: "address" } });
  expect(eve).toMatchObject({ status: "invited", waiting: null });
});

test("B23 the seats of one organization are not another's", async () => {
  const [full, free] = [
    await openOrganization(house, { seats: 1 }),
    await openOrganization(house, { seats: 5 }),
  ];
  const waiting = await full.provision("ada");
  const ada = await free.provision("ada");
  await free.remove(ada);
  await free.afterwards();
  expect(await full.member(waiting)).toMatchObject({ waiting: { kind: "seat" } });
});
