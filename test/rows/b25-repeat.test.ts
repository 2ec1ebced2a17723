import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { provisionAs } from "../support/joining.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const more = {
  title: "Analyst",
  phoneNumbers: [{ type: "work", value: "+44 20 7946 0000" }],
  roles: [{ value: "User", primary: true }],
  [schemas.enterprise]: { department: "Engines", manager: { value: "m-1" } },
};

/** Does something of which nothing must be seen: no event, no e-mail, the same version. */
async function expectNothing(
  organization: TestOrganization,
  id: string,
  act: () => Promise<unknown>,
): Promise<void> {
  const before = await organization.picture(id);
  await act();
  await organization.settled();
  await organization.afterwards();
  expect(await organization.picture(id)).toEqual(before);
}

const repeats: readonly (readonly [string, (at: (local: string) => string) => Record<string, unknown>])[] = [
  ["active True", () => ({ op: "Replace", path: "active", value: "True" })],
  ["active true by Add", () => ({ op: "Add", path: "active", value: true })],
  ["the displayName", (at) => ({ op: "Replace", path: "displayName", value: `Person ${at("ada")}` })],
  ["the userName", (at) => ({ op: "Replace", path: "userName", value: at("ada") })],
  ["the work e-mail", (at) => ({ op: "Replace", path: 'emails[type eq "work"].value', value: at("ada") })],
  ["the work e-mail by Add", (at) => ({ op: "Add", path: 'emails[type eq "work"].value', value: at("ada") })],
  [
    "the list of e-mails by Add",
    (at) => ({ op: "Add", path: "emails", value: [{ primary: true, type: "work", value: at("ada") }] }),
  ],
  ["the manager as an id", () => ({ op: "Add", path: `${schemas.enterprise}:manager`, value: "m-1" })],
  [
    "the manager as an object",
    () => ({ op: "Replace", path: `${schemas.enterprise}:manager`, value: { value: "m-1" } }),
  ],
  ["the role", () => ({ op: "Add", path: "roles", value: [{ value: "User", primary: "True" }] })],
  [
    "several without a path",
    () => ({
      op: "Replace",
      value: { title: "Analyst", "name.givenName": "Given", [`${schemas.enterprise}:department`]: "Engines" },
    }),
  ],
  ["the removal of what is not there", () => ({ op: "Remove", path: "nickName" })],
];

test.each(repeats)("B25 a PATCH of %s, which is there already, changes nothing", async (_, operation) => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada", more);
  await expectNothing(organization, id, async () => {
    const { status } = await organization.patch(id, operation(organization.address));
    expect([200, 204]).toContain(status);
  });
});

test("B25 a PATCH without any operation changes nothing", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  await expectNothing(organization, id, async () => expect((await organization.patch(id)).status).toBe(200));
});

test("B25 a PUT of what is there already changes nothing, also as it was read", async () => {
  const organization = await openOrganization(house);
  const { directory, address } = organization;
  const id = await organization.provision("ada", more);
  const read = await organization.read(id);
  for (const body of [entraUser(address("ada"), more), read]) {
    await expectNothing(organization, id, async () => {
      expect((await directory.send("PUT", `/Users/${id}`, body)).status).toBe(200);
    });
  }
});

test.each(["False", false])(
  "B25 disabling again one who is disabled by %j changes nothing",
  async (value) => {
    const organization = await openOrganization(house);
    const id = await provisionAs(house, organization, "ada", "accepted");
    await organization.setActive(id, "False");
    await expectNothing(organization, id, () =>
      organization.patch(id, { op: "Replace", path: "active", value }),
    );
  },
);

test("B25 a directory that starts provisioning anew finds everyone and sends nothing new: nothing happens to anyone", async () => {
  const organization = await openOrganization(house, { seats: 4 });
  const { address, directory } = organization;
  const ids = [
    await organization.provision("ada", more),
    await provisionAs(house, organization, "bob", "confirmed"),
    await organization.provision("off", { active: false }),
    await organization.provision("eve", { emails: [{ primary: true, type: "work", value: address("ada") }] }),
  ];
  await organization.inviteByHand("hand", { displayName: "By hand" });
  ids.push(await organization.provision("hand"), await organization.provision("waits"));
  const pictures = () => Promise.all(ids.map((id) => organization.picture(id)));
  const [before, events, mails] = [await pictures(), await organization.events(), house.mailbox.mails.length];
  for (const id of ids) {
    const { id: _, meta: __, schemas: ___, ...attributes } = await organization.read(id);
    expect(await organization.find(`userName eq "${attributes.userName}"`)).toEqual([id]);
    const { status } = await directory.send("POST", "/Users", entraUser(attributes.userName, attributes));
    expect(status).toBe(409);
    await organization.patch(id, { op: "Replace", value: attributes });
    await directory.send(
      "PUT",
      `/Users/${id}`,
      entraUser(attributes.userName, { roles: undefined, ...attributes }),
    );
  }
  await organization.settled();
  expect(await pictures()).toEqual(before);
  expect(await organization.events()).toEqual(events);
  expect(house.mailbox.mails).toHaveLength(mails);
});

test("B25 a change and the same change again are one", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  const change = { op: "Replace", path: "displayName", value: "Ada King" };
  const answers = [await organization.patch(id, change), await organization.patch(id, change)];
  const [first, second] = answers.map(({ body, headers }) => [body.meta.version, headers.get("etag")]);
  expect(second).toEqual(first);
  expect((await organization.story(id)).filter((kind) => kind === "member.updated")).toHaveLength(1);
});
