import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization } from "../support/organization.ts";
import { type Answer, entraUser, schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

function expectTaken({ status, body }: Answer): void {
  expect(status).toBe(409);
  expect(body).toMatchObject({
    schemas: [schemas.error],
    status: "409",
    scimType: "uniqueness",
    detail: expect.stringContaining("userName"),
  });
}

test("B12 a second POST of a userName is 409 uniqueness, and nobody is invited a second time", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  const before = await organization.picture(id);
  const again = entraUser(organization.address("ada"), { displayName: "Another", externalId: "another" });
  expectTaken(await organization.directory.send("POST", "/Users", again));
  await organization.afterwards();
  expect(await organization.picture(id)).toEqual(before);
  expect(organization.mails("ada")).toHaveLength(1);
});

test.each([
  ["upper case", "ADA@", "ada@"],
  ["mixed case", "aDa@", "Ada@"],
  ["letters beyond ASCII", "ÅSA@", "åsa@"],
  ["another composition of the same letters", "A\u030asa@", "\u00e5sa@"],
])("B12 a userName is the same in %s", async (_, first, second) => {
  const { directory } = await openOrganization(house);
  const emails = [{ type: "work", value: "one@example.org" }];
  const posted = await directory.send("POST", "/Users", entraUser(`${first}x.example`, { emails }));
  expect(posted.status).toBe(201);
  expectTaken(await directory.send("POST", "/Users", entraUser(`${second}x.example`, { emails })));
});

test("B12 of many POSTs of one userName at the same time one is taken, and one invitation goes out", async () => {
  const organization = await openOrganization(house);
  const names = ["ada", "Ada", "ADA", "ada", "aDA", "ada", "AdA", "ada"];
  const answers = await Promise.all(
    names.map((name) => organization.directory.send("POST", "/Users", entraUser(organization.address(name)))),
  );
  const taken = answers.filter(({ status }) => status !== 201);
  expect(taken).toHaveLength(names.length - 1);
  for (const answer of taken) expectTaken(answer);
  await organization.settled();
  expect(await organization.members()).toHaveLength(2);
  expect(organization.mails("ada")).toHaveLength(1);
});

test("B12 a userName is kept and given back as it was sent", async () => {
  const organization = await openOrganization(house);
  const sent = organization.address("Ada.LoveLace");
  const id = await organization.provision("Ada.LoveLace");
  expect((await organization.read(id)).userName).toBe(sent);
  expect(await organization.find(`userName eq "${sent.toUpperCase()}"`)).toEqual([id]);
  const shouted = sent.toUpperCase();
  const { status, body } = await organization.patch(id, { op: "Replace", path: "userName", value: shouted });
  expect([status, body.userName]).toEqual([200, shouted]);
  expect((await organization.read(id)).userName).toBe(shouted);
});

test("B12 nobody takes another's userName by PATCH or PUT, in whatever case", async () => {
  const organization = await openOrganization(house);
  const { address, directory } = organization;
  await organization.provision("ada");
  const bob = await organization.provision("bob");
  const before = await organization.picture(bob);
  expectTaken(await organization.patch(bob, { op: "Replace", path: "userName", value: address("ADA") }));
  expectTaken(await directory.send("PUT", `/Users/${bob}`, entraUser(address("Ada"))));
  await organization.afterwards();
  expect(await organization.picture(bob)).toEqual(before);
});

test("B12 a userName that was given up is free for another", async () => {
  const organization = await openOrganization(house);
  const ada = await organization.provision("ada");
  await organization.patch(ada, { op: "Replace", path: "userName", value: organization.address("ada.king") });
  const emails = [{ type: "work", value: organization.address("second") }];
  const other = await organization.provision("ada", { emails });
  expect(other).not.toBe(ada);
});

test("B12 a userName is unique in its organization alone", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  for (const { directory } of [one, other]) {
    expect((await directory.send("POST", "/Users", entraUser("ada@shared.example"))).status).toBe(201);
  }
  await Promise.all([one.settled(), other.settled()]);
  expect(house.mailbox.to("ada@shared.example")).toHaveLength(2);
});

test("B12 an externalId need not be unique, and its case counts", async () => {
  const organization = await openOrganization(house);
  const ada = await organization.provision("ada", { externalId: "Same" });
  const bob = await organization.provision("bob", { externalId: "Same" });
  await organization.provision("eve", { externalId: "same" });
  expect((await organization.find('externalId eq "Same"')).sort()).toEqual([ada, bob].sort());
});
