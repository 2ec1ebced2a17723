import { afterAll, beforeAll, expect, test } from "vitest";
import { actByHand, requireMember } from "../../api/organization/members/members.ts";
import { type House, openHouse } from "../support/house.ts";
import { accept, confirm, standingOf } from "../support/joining.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const statuses = ["invited", "accepted", "confirmed"] as const;

async function inviteAs(organization: TestOrganization, status: (typeof statuses)[number]): Promise<string> {
  const id = await organization.inviteByHand("ada");
  if (status !== "invited") await accept(house, organization, "ada");
  if (status === "confirmed") await confirm(house, organization, id);
  return id;
}

test.each(statuses)(
  "B13 a POST of a person who is %s by hand links them, status kept, no second invitation",
  async (status) => {
    const organization = await openOrganization(house);
    const id = await inviteAs(organization, status);
    const standing = await standingOf(house, id);
    expect(await organization.provision("ada")).toBe(id);
    await organization.afterwards();
    expect(await organization.member(id)).toMatchObject({
      status,
      linked: true,
      origin: "hand",
      holdsSeat: true,
    });
    expect(await standingOf(house, id)).toEqual({ ...standing, linkedAt: expect.any(Date) });
    expect(organization.mails("ada")).toHaveLength(1);
    const story = await organization.story(id);
    expect(story.filter((kind) => kind === "member.linked")).toHaveLength(1);
    expect(story.filter((kind) => kind === "member.created")).toHaveLength(1);
    expect(story.filter((kind) => kind === "member.invited")).toHaveLength(1);
    expect(await organization.seats()).toMatchObject({ used: 3 });
  },
);

test.each(["userName", 'emails[type eq "work"].value'])(
  "B13 the directory finds a person invited by hand by %s, and its PATCH links them",
  async (attribute) => {
    const organization = await openOrganization(house);
    const id = await organization.inviteByHand("ada");
    expect(await organization.find(`${attribute} eq "${organization.address("ADA")}"`)).toEqual([id]);
    expect((await organization.member(id)).linked).toBe(false);
    const { status, body } = await organization.patch(id, { op: "Add", path: "externalId", value: "e-1" });
    expect([status, body.id, body.externalId]).toEqual([200, id, "e-1"]);
    expect(await organization.member(id)).toMatchObject({ linked: true, status: "invited" });
    expect(organization.mails("ada")).toHaveLength(1);
  },
);

test.each([
  ["userName in another case", "ADA", undefined],
  ["address, under another userName", "ada.lovelace", "ada"],
  ["address in another case", "ada.lovelace", "Ada"],
])("B13 a POST links by the %s, 201 with the id they have", async (_, userName, email) => {
  const organization = await openOrganization(house);
  const { address, directory } = organization;
  const id = await organization.inviteByHand("ada");
  const emails = [{ type: "work", primary: true, value: address(email ?? userName) }];
  const { status, headers, body } = await directory.send(
    "POST",
    "/Users",
    entraUser(address(userName), { emails }),
  );
  expect([status, body.id, body.userName]).toEqual([201, id, address(userName)]);
  expect(headers.get("location")).toBe(`${directory.url}/Users/${id}`);
  await organization.settled();
  await organization.afterwards();
  expect(await organization.member(id)).toMatchObject({ linked: true, status: "invited" });
  expect(organization.mails("ada")).toHaveLength(1);
  expect(organization.mails("ada.lovelace")).toHaveLength(0);
  expect(await organization.find(`userName eq "${address(userName)}"`)).toEqual([id]);
});

test("B13 many POSTs of the person at the same time link once and make nobody new", async () => {
  const organization = await openOrganization(house);
  const { directory, address } = organization;
  const id = await organization.inviteByHand("ada");
  const answers = await Promise.all(
    [1, 2, 3, 4, 5].map(() => directory.send("POST", "/Users", entraUser(address("ada")))),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  await organization.settled();
  expect((await organization.members()).map((member) => member.id)).toContain(id);
  expect(await organization.members()).toHaveLength(2);
  expect((await organization.story(id)).filter((kind) => kind === "member.linked")).toHaveLength(1);
});

test("B13 a second POST of a linked person is 409, and so is one of another person with their address who has the name of a third", async () => {
  const organization = await openOrganization(house);
  const { directory, address } = organization;
  await organization.inviteByHand("ada");
  await organization.provision("ada");
  expect((await directory.send("POST", "/Users", entraUser(address("ada")))).status).toBe(409);
  await organization.inviteByHand("bob");
  const emails = [{ type: "work", value: address("bob") }];
  expect((await directory.send("POST", "/Users", entraUser(address("ada"), { emails }))).status).toBe(409);
});

test("B13 a person invited by hand in another organization is not linked", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  const id = await one.inviteByHand("ada");
  const { body } = await other.directory.send("POST", "/Users", entraUser(one.address("ada")));
  await other.settled();
  expect(body.id).not.toBe(id);
  expect(await one.member(id)).toMatchObject({ linked: false });
});

test("B13 SCIM reads give back what the directory wrote to a linked person", async () => {
  const organization = await openOrganization(house);
  const id = await organization.inviteByHand("ada", { displayName: "Countess", externalId: "own-1" });
  const sent = entraUser(organization.address("ada"), {
    displayName: "Ada L.",
    externalId: "dir-1",
    title: "Analyst",
  });
  await organization.provision("ada", sent);
  const { meta: _, roles: __, schemas: ___, ...wanted } = sent;
  expect(await organization.read(id)).toMatchObject(wanted);
  expect(await organization.find('externalId eq "dir-1"')).toEqual([id]);
  expect(await organization.find('externalId eq "own-1"')).toEqual([]);
  expect(await organization.find('displayName eq "Ada L."')).toEqual([id]);
  await organization.patch(id, { op: "Replace", path: "displayName", value: "Ada K." });
  expect((await organization.read(id)).displayName).toBe("Ada K.");
});

test("B13 every other row applies to a linked person: disabled, enabled, held by an admin, removed", async () => {
  const organization = await openOrganization(house);
  const id = await inviteAs(organization, "confirmed");
  await organization.provision("ada");
  await organization.setActive(id, "False");
  expect(await organization.member(id)).toMatchObject({ status: "revoked", revokedBy: "directory" });
  await organization.setActive(id, "True");
  expect((await organization.member(id)).status).toBe("confirmed");
  await actByHand(house.deps, await requireMember(house.deps, organization.id, id), "revoke", admin);
  await organization.settled();
  await organization.setActive(id, "False");
  await organization.setActive(id, "True");
  expect(await organization.member(id)).toMatchObject({ status: "revoked", revokedBy: "admin" });
  await organization.remove(id);
  expect((await organization.directory.send("GET", `/Users/${id}`)).status).toBe(404);
  expect(organization.mails("ada")).toHaveLength(1);
});

test("B13 a POST of a person whom an admin revoked links them and leaves them revoked, without an invitation", async () => {
  const organization = await openOrganization(house);
  const id = await organization.inviteByHand("ada");
  await actByHand(house.deps, await requireMember(house.deps, organization.id, id), "revoke", admin);
  await organization.settled();
  expect(await organization.provision("ada")).toBe(id);
  expect(await organization.member(id)).toMatchObject({
    status: "revoked",
    revokedBy: "admin",
    linked: true,
  });
  expect(organization.mails("ada")).toHaveLength(1);
});

test("B13 a POST with active false links a person and revokes them", async () => {
  const organization = await openOrganization(house);
  const id = await inviteAs(organization, "accepted");
  expect(await organization.provision("ada", { active: false })).toBe(id);
  expect(await organization.member(id)).toMatchObject({ status: "revoked", linked: true, holdsSeat: false });
  await organization.setActive(id, "True");
  expect((await organization.member(id)).status).toBe("accepted");
});

test("B13 a person removed here and posted anew is a new member, not linked", async () => {
  const organization = await openOrganization(house);
  const id = await organization.inviteByHand("ada");
  await organization.remove(id);
  const next = await organization.provision("ada");
  expect(next).not.toBe(id);
  expect(await organization.member(next)).toMatchObject({
    linked: false,
    origin: "directory",
    status: "invited",
  });
});
