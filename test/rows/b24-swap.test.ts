import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { acceptBy, expectDead, provisionAs, tokenIn } from "../support/joining.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { patchOf } from "../support/scim-client.ts";

let house: House;
let organization: TestOrganization;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  organization = await openOrganization(house);
});
afterAll(() => house.close());

/** Writes another address, and waits for nothing. */
async function write(id: string, local: string): Promise<void> {
  const value = organization.address(local);
  const body = patchOf({ op: "Replace", path: 'emails[type eq "work"].value', value });
  expect((await organization.directory.send("PATCH", `/Users/${id}`, body)).status).toBe(200);
}

/** Both were at their own address with an open link, and are now at each other's, each with a link of their own there. */
async function expectSwapped(ada: string, bob: string): Promise<void> {
  const { address, mails, member } = organization;
  expect(await member(ada)).toMatchObject({
    status: "invited",
    waiting: null,
    invitation: { address: address("bob") },
  });
  expect(await member(bob)).toMatchObject({
    status: "invited",
    waiting: null,
    invitation: { address: address("ada") },
  });
  const [atAda, atBob] = [mails("ada").map(tokenIn), mails("bob").map(tokenIn)];
  expect([atAda.length, atBob.length]).toEqual([2, 2]);
  for (const old of [atAda[0], atBob[0]]) await expectDead(house, organization, old ?? "");
  await acceptBy(house, organization, atAda[1] ?? "");
  expect([(await member(ada)).status, (await member(bob)).status]).toEqual(["invited", "accepted"]);
  await acceptBy(house, organization, atBob[1] ?? "");
  expect((await member(ada)).status).toBe("accepted");
  expect(await organization.failures("open")).toEqual([]);
  expect(await organization.seats()).toMatchObject({ used: 3 });
}

test.each(["the one who is older", "the one who is younger"])(
  "B24 two people swap addresses, %s written first, and each gets a link of their own",
  async (first) => {
    const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
    const writes = [() => write(ada, "bob"), () => write(bob, "ada")];
    if (first === "the one who is younger") writes.reverse();
    for (const one of writes) {
      await one();
      await organization.settled();
    }
    await expectSwapped(ada, bob);
  },
);

test.each(["older", "younger"])(
  "B24 a swap that the workers see as a whole, the %s written first, ends the same",
  async (first) => {
    const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
    await house.worker.stop();
    if (first === "older") await write(ada, "bob");
    await write(bob, "ada");
    if (first === "younger") await write(ada, "bob");
    await house.startWorker();
    await organization.settled();
    await expectSwapped(ada, bob);
  },
);

test("B24 a swap of both at the same time ends the same", async () => {
  const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  await Promise.all([write(ada, "bob"), write(bob, "ada")]);
  await organization.settled();
  await expectSwapped(ada, bob);
});

test("B24 a swap of two who are confirmed tells nobody and changes no status", async () => {
  const [ada, bob] = [
    await provisionAs(house, organization, "ada", "confirmed"),
    await provisionAs(house, organization, "bob", "confirmed"),
  ];
  await write(ada, "bob");
  await organization.settled();
  await write(bob, "ada");
  await organization.settled();
  for (const id of [ada, bob]) {
    expect(await organization.member(id)).toMatchObject({ status: "confirmed", waiting: null });
  }
  expect([organization.mails("ada").length, organization.mails("bob").length]).toEqual([1, 1]);
  expect(await organization.failures("open")).toEqual([]);
});

test("B24 addresses that go round among three people end at the right ones", async () => {
  const names = ["ada", "bob", "eve"] as const;
  const ids = await Promise.all(names.map((name) => organization.provision(name)));
  const targets = ["bob", "eve", "ada"];
  for (const [index, id] of ids.entries()) await write(id, targets[index] ?? "");
  await organization.settled();
  for (const [index, id] of ids.entries()) {
    const { address } = organization;
    const local = targets[index] ?? "";
    expect(await organization.member(id)).toMatchObject({
      status: "invited",
      invitation: { address: address(local) },
    });
    await acceptBy(house, organization, tokenIn(organization.mails(local).at(-1)));
    expect((await organization.member(id)).status).toBe("accepted");
  }
});
