import { afterAll, beforeAll, expect, test } from "vitest";
import { actByHand, requireMember } from "../../api/organization/members/members.ts";
import { type House, openHouse } from "../support/house.ts";
import { acceptBy, expectDead, provisionAs, tokenIn } from "../support/joining.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** The e-mails of a user whose mailbox is another's too. */
function mailbox({ address }: TestOrganization, local: string) {
  return { emails: [{ type: "work", primary: true, value: address(local) }] };
}

async function move(organization: TestOrganization, id: string, local: string): Promise<void> {
  const value = organization.address(local);
  const { status } = await organization.patch(id, {
    op: "Replace",
    path: 'emails[type eq "work"].value',
    value,
  });
  expect(status).toBe(200);
}

/** What an admin sees of one who waits for an address. */
const waits = { status: "staged", waiting: { kind: "address" }, holdsSeat: false };

test("B24 of two with one mailbox the later one is taken, and waits uninvited and listed with the cause", async () => {
  const organization = await openOrganization(house);
  const ada = await organization.provision("ada", mailbox(organization, "desk"));
  const bob = await organization.provision("bob", mailbox(organization, "DESK"));
  expect(await organization.member(ada)).toMatchObject({ status: "invited", waiting: null });
  expect(await organization.member(bob)).toMatchObject({
    ...waits,
    why: expect.stringMatching(/e-mail address/),
  });
  expect(await organization.read(bob)).toMatchObject(mailbox(organization, "DESK"));
  expect(await organization.failures("open")).toMatchObject([
    { kind: "address", subject: bob, cause: expect.stringContaining(organization.address("desk")) },
  ]);
  await organization.afterwards();
  expect(organization.mails("desk")).toHaveLength(1);
  await acceptBy(house, organization, tokenIn(organization.mails("desk")[0]));
  expect((await organization.member(ada)).status).toBe("accepted");
  expect((await organization.member(bob)).status).toBe("staged");
});

test("B24 a userName that is the address counts like an e-mail", async () => {
  const organization = await openOrganization(house);
  await organization.provision("ada", { emails: undefined });
  const bob = await organization.provision("bob", mailbox(organization, "ada"));
  expect(await organization.member(bob)).toMatchObject(waits);
});

const waysFree: readonly (readonly [
  string,
  (organization: TestOrganization, id: string) => Promise<void>,
])[] = [
  ["moves to another address", (organization, id) => move(organization, id, "elsewhere")],
  ["is disabled", (organization, id) => organization.setActive(id, "False")],
  ["is removed", (organization, id) => organization.remove(id)],
  [
    "is revoked by an admin",
    async (organization, id) => {
      await actByHand(house.deps, await requireMember(house.deps, organization.id, id), "revoke", admin);
    },
  ],
];

test.each(waysFree)(
  "B24 as soon as the one who holds the address %s, the one who waits goes on by itself",
  async (_, leave) => {
    const organization = await openOrganization(house);
    const ada = await organization.provision("ada", mailbox(organization, "desk"));
    const [bob, eve] = [
      await organization.provision("bob", mailbox(organization, "desk")),
      await organization.provision("eve", mailbox(organization, "desk")),
    ];
    await leave(organization, ada);
    await organization.settled();
    expect(await organization.member(bob)).toMatchObject({
      status: "invited",
      waiting: null,
      holdsSeat: true,
    });
    expect(await organization.member(eve)).toMatchObject(waits);
    const [first, second, ...more] = organization.mails("desk").map(tokenIn);
    expect(more).toEqual([]);
    await expectDead(house, organization, first ?? "");
    await acceptBy(house, organization, second ?? "");
    expect((await organization.member(bob)).status).toBe("accepted");
    expect((await organization.failures("open")).map(({ subject }) => subject)).toEqual([eve]);
  },
);

test("B24 one who waits goes on also by an address of their own", async () => {
  const organization = await openOrganization(house);
  await organization.provision("ada", mailbox(organization, "desk"));
  const bob = await organization.provision("bob", mailbox(organization, "desk"));
  await move(organization, bob, "bob");
  expect(await organization.member(bob)).toMatchObject({ status: "invited", waiting: null });
  expect([organization.mails("desk").length, organization.mails("bob").length]).toEqual([1, 1]);
  expect(await organization.failures("open")).toEqual([]);
});

test("B24 one who comes back finds their address taken and waits, and is where they were when it is free", async () => {
  const organization = await openOrganization(house);
  const ada = await provisionAs(house, organization, "ada", "confirmed");
  await organization.setActive(ada, "False");
  const bob = await organization.provision("bob", mailbox(organization, "ada"));
  expect((await organization.member(bob)).status).toBe("invited");
  await organization.setActive(ada, "True");
  expect(await organization.member(ada)).toMatchObject({ status: "revoked", waiting: { kind: "address" } });
  await organization.remove(bob);
  await organization.settled();
  expect(await organization.member(ada)).toMatchObject({ status: "confirmed", waiting: null });
});

test("B24 one who moves to an address that another holds comes later, and their open link is dead", async () => {
  const organization = await openOrganization(house);
  const [ada, bob] = [await organization.provision("ada"), await organization.provision("bob")];
  await move(organization, ada, "bob");
  expect(await organization.member(ada)).toMatchObject(waits);
  expect(await organization.member(bob)).toMatchObject({ status: "invited", waiting: null });
  await organization.afterwards();
  expect([organization.mails("ada").length, organization.mails("bob").length]).toEqual([1, 1]);
  await expectDead(house, organization, tokenIn(organization.mails("ada")[0]));
});

test.each(["accepted", "confirmed"] as const)(
  "B24 one who was %s and moves to another's address keeps what they reached",
  async (status) => {
    const organization = await openOrganization(house);
    const ada = await provisionAs(house, organization, "ada", status);
    await organization.provision("bob");
    await move(organization, ada, "bob");
    expect(await organization.member(ada)).toMatchObject({ status, waiting: { kind: "address" } });
    expect((await organization.failures("open")).map(({ subject }) => subject)).toEqual([ada]);
    await move(organization, ada, "ada");
    expect(await organization.member(ada)).toMatchObject({ status, waiting: null });
    expect(await organization.failures("open")).toEqual([]);
  },
);

test("B24 the addresses of another organization are no obstacle", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  await one.provision("ada", mailbox(one, "desk"));
  const id = await other.provision("ada", mailbox(one, "desk"));
  expect(await other.member(id)).toMatchObject({ status: "invited", waiting: null });
});
