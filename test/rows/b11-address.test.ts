import { afterAll, beforeAll, expect, test } from "vitest";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type Address = (local: string) => string;
const work = (value: string) => ({ type: "work", value });
const home = (value: string) => ({ type: "home", value });

const choices: readonly (readonly [which: string, emails: (at: Address) => unknown, expected: string])[] = [
  ["the primary one, wherever it stands", (at) => [work(at("w")), { ...home(at("p")), primary: true }], "p"],
  [
    "the primary one, said as Entra does",
    (at) => [work(at("w")), { ...home(at("p")), primary: "True" }],
    "p",
  ],
  ["that of type work, where none is primary", (at) => [home(at("h")), work(at("w"))], "w"],
  ["that of type work, in any case", (at) => [home(at("h")), { ...work(at("w")), type: "Work" }], "w"],
  [
    "that of type work, where primary is false",
    (at) => [{ ...home(at("h")), primary: false }, work(at("w"))],
    "w",
  ],
  ["the only one", (at) => [{ value: at("only") }], "only"],
  ["the first one", (at) => [home(at("first")), { type: "other", value: at("second") }], "first"],
  ["the userName, where there is no e-mail", () => undefined, "ada"],
  ["the userName, where the list is empty", () => [], "ada"],
  ["the userName, where the e-mail has no value", () => [{ type: "work", primary: true }], "ada"],
];

test.each(choices)("B11 the address is %s", async (_, emails, expected) => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada", { emails: emails(organization.address) });
  expect((await organization.member(id)).address).toBe(organization.address(expected));
  expect(organization.mails(expected)).toHaveLength(1);
  for (const other of ["p", "w", "h", "only", "first", "second", "ada"].filter((one) => one !== expected)) {
    expect(organization.mails(other)).toHaveLength(0);
  }
});

test("B11 the address serves also where the userName is none", async () => {
  const organization = await openOrganization(house);
  const { body } = await organization.directory.send(
    "POST",
    "/Users",
    entraUser("ada.lovelace", { emails: [work(organization.address("ada"))] }),
  );
  await organization.settled();
  expect((await organization.member(body.id)).status).toBe("invited");
  expect(organization.mails("ada")).toHaveLength(1);
});

test("B11 the address is written to as the directory sent it", async () => {
  const organization = await openOrganization(house);
  const mixed = organization.address("Ada.LoveLace");
  await organization.provision("ada", { emails: [{ ...work(mixed), primary: true }] });
  expect(organization.mails("ada.lovelace")[0]?.to).toMatchObject({ value: [{ address: mixed }] });
});

async function expectNoAddress(answer: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await answer;
  expect(status).toBe(400);
  expect(body).toMatchObject({
    schemas: [schemas.error],
    status: "400",
    scimType: "invalidValue",
    detail: expect.stringMatching(/e-?mail|address/i),
  });
}

async function expectNobodyNew(organization: TestOrganization): Promise<void> {
  await organization.afterwards();
  expect((await organization.members()).map(({ role }) => role)).toEqual(["owner", "member"]);
}

test.each([
  ["no e-mail", undefined],
  ["an empty list of e-mails", []],
  ["an e-mail that is empty", [work("")]],
  ["an e-mail that is no address", [work("n/a")]],
  ["two addresses in one", [work("a@b.example, c@d.example")]],
  ["a line break in the address", [work("a@b.example\r\nBcc: c@d.example")]],
])("B11 with %s and a userName that is no address a POST is 400 and says so", async (_, emails) => {
  const organization = await openOrganization(house);
  await expectNoAddress(organization.directory.send("POST", "/Users", entraUser("ada", { emails })));
  await expectNobodyNew(organization);
});

test("B11 a PATCH or PUT that takes the only address away is 400 and changes nothing", async () => {
  const organization = await openOrganization(house);
  const { directory, address } = organization;
  const { body } = await directory.send(
    "POST",
    "/Users",
    entraUser("ada", { emails: [work(address("ada"))] }),
  );
  await organization.settled();
  const before = await organization.picture(body.id);
  await expectNoAddress(organization.patch(body.id, { op: "Remove", path: "emails" }));
  await expectNoAddress(directory.send("PUT", `/Users/${body.id}`, entraUser("ada", { emails: [] })));
  await organization.afterwards();
  expect(await organization.picture(body.id)).toEqual(before);
});

test("B11 where the organization chose so, a user without an address waits, listed, until one is sent", async () => {
  const organization = await openOrganization(house);
  await changeOrganization(house.deps, organization.id, { settings: { withoutAddress: "wait" } });
  const { status, body } = await organization.directory.send(
    "POST",
    "/Users",
    entraUser("ada", { emails: [] }),
  );
  expect(status).toBe(201);
  await organization.settled();
  expect(await organization.member(body.id)).toMatchObject({
    status: "staged",
    waiting: { kind: "noAddress" },
    holdsSeat: false,
    why: expect.stringMatching(/address/),
  });
  expect(await organization.failures("open")).toMatchObject([{ kind: "noAddress", subject: body.id }]);
  await organization.patch(body.id, {
    op: "Add",
    path: 'emails[type eq "work"].value',
    value: organization.address("ada"),
  });
  expect(await organization.member(body.id)).toMatchObject({ status: "invited", waiting: null });
  expect(organization.mails("ada")).toHaveLength(1);
  expect(await organization.failures("open")).toEqual([]);
});
