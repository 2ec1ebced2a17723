import { afterAll, beforeAll, expect, test } from "vitest";
import { actByHand, changeRole, requireMember } from "../../api/organization/members/members.ts";
import { Refusal } from "../../api/organization/refusal.ts";
import { type House, openHouse } from "../support/house.ts";
import { confirm, provisionAs } from "../support/joining.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { type Answer, entraUser, patchOf, schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function ownerOf(organization: TestOrganization): Promise<string> {
  const owner = (await organization.members()).find(({ role }) => role === "owner");
  return owner?.id ?? "";
}

/** A second confirmed owner. */
async function secondOwner(
  organization: TestOrganization,
  status: "accepted" | "confirmed" = "confirmed",
): Promise<string> {
  const id = await provisionAs(house, organization, "second", status);
  await house.deps.store.members.updateOne({ _id: id }, { $set: { "standing.role": "owner" } });
  return id;
}

const wishes: readonly (readonly [
  string,
  (organization: TestOrganization, id: string) => Promise<Answer>,
])[] = [
  [
    "PATCH active False",
    ({ directory }, id) =>
      directory.send("PATCH", `/Users/${id}`, patchOf({ op: "Replace", path: "active", value: "False" })),
  ],
  [
    "PATCH active false among others",
    ({ directory }, id) =>
      directory.send(
        "PATCH",
        `/Users/${id}`,
        patchOf({ op: "replace", value: { title: "Chief", active: false } }),
      ),
  ],
  [
    "PUT with active false",
    ({ directory, address }, id) =>
      directory.send("PUT", `/Users/${id}`, entraUser(address("owner"), { active: false })),
  ],
  [
    "POST with active false",
    ({ directory, address }) =>
      directory.send("POST", "/Users", entraUser(address("owner"), { active: false })),
  ],
  ["DELETE", ({ directory }, id) => directory.send("DELETE", `/Users/${id}`)],
];

test.each(wishes)("B22 a %s of the last confirmed owner is refused, told, and recorded", async (_, wish) => {
  const organization = await openOrganization(house);
  const id = await ownerOf(organization);
  const { failures: __, ...before } = await organization.picture(id);
  const { status, body } = await wish(organization, id);
  expect(status).toBe(400);
  expect(body).toMatchObject({
    schemas: [schemas.error],
    status: "400",
    detail: expect.stringMatching(/last.*owner/i),
  });
  expect(await organization.failures("open")).toMatchObject([
    {
      kind: "lastOwner",
      subject: id,
      count: 1,
      cause: expect.stringContaining(organization.address("owner")),
    },
  ]);
  await organization.afterwards();
  const { failures: ___, ...after } = await organization.picture(id);
  expect(after).toEqual(before);
});

test("B22 a refusal that is repeated is counted, not listed again", async () => {
  const organization = await openOrganization(house);
  const id = await ownerOf(organization);
  for (let round = 0; round < 3; round += 1) {
    expect((await organization.directory.send("DELETE", `/Users/${id}`)).status).toBe(400);
  }
  expect(await organization.failures("open")).toMatchObject([{ kind: "lastOwner", count: 3 }]);
});

test("B22 what does not take the last owner out is taken: names, address, externalId, a PUT without active", async () => {
  const organization = await openOrganization(house);
  const id = await ownerOf(organization);
  const { status } = await organization.patch(id, {
    op: "Replace",
    value: { displayName: "Chief", externalId: "e", userName: organization.address("chief") },
  });
  expect(status).toBe(200);
  const put = await organization.directory.send(
    "PUT",
    `/Users/${id}`,
    entraUser(organization.address("chief"), { active: undefined }),
  );
  expect(put.status).toBe(200);
  await organization.settled();
  expect(await organization.member(id)).toMatchObject({ status: "confirmed", role: "owner" });
  expect(await organization.failures()).toEqual([]);
});

test("B22 with another confirmed owner the first can be revoked, and then the other cannot", async () => {
  const organization = await openOrganization(house);
  const [first, second] = [await ownerOf(organization), await secondOwner(organization)];
  await organization.setActive(first, "False");
  expect((await organization.member(first)).status).toBe("revoked");
  expect((await organization.directory.send("DELETE", `/Users/${second}`)).status).toBe(400);
  expect((await organization.member(second)).status).toBe("confirmed");
  await organization.setActive(first, "True");
  await organization.remove(second);
  expect((await organization.members()).map(({ id }) => id)).toEqual([first]);
});

test("B22 with another confirmed owner the first can be removed", async () => {
  const organization = await openOrganization(house);
  const first = await ownerOf(organization);
  const second = await secondOwner(organization);
  await organization.remove(first);
  expect(await organization.member(second)).toMatchObject({ status: "confirmed", role: "owner" });
  expect(await organization.failures()).toEqual([]);
});

test("B22 an owner who is not confirmed, or revoked, or held by an admin does not count as another", async () => {
  const organization = await openOrganization(house);
  const first = await ownerOf(organization);
  await secondOwner(organization, "accepted");
  const third = await provisionAs(house, organization, "third", "confirmed");
  await house.deps.store.members.updateOne({ _id: third }, { $set: { "standing.role": "owner" } });
  await actByHand(house.deps, await requireMember(house.deps, organization.id, third), "revoke", admin);
  expect((await organization.directory.send("DELETE", `/Users/${first}`)).status).toBe(400);
  await organization.settled();
  expect((await organization.directory.send("DELETE", `/Users/${first}`)).status).toBe(400);
  expect((await organization.member(first)).status).toBe("confirmed");
});

test.each(["DELETE", "PATCH"])(
  "B22 of all owners taken out by %s at the same time one stays",
  async (method) => {
    const organization = await openOrganization(house);
    const first = await ownerOf(organization);
    const ids = [first, await secondOwner(organization)];
    const body = method === "PATCH" ? patchOf({ op: "Replace", path: "active", value: "False" }) : undefined;
    const answers = await Promise.all(
      ids.map((id) => organization.directory.send(method, `/Users/${id}`, body)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([method === "PATCH" ? 200 : 204, 400]);
    await organization.settled();
    const owners = (await organization.members()).filter(
      ({ role, status }) => role === "owner" && status === "confirmed",
    );
    expect(owners).toHaveLength(1);
  },
);

test("B22 the failure is over once the directory has taken the owner out after all", async () => {
  const organization = await openOrganization(house);
  const first = await ownerOf(organization);
  expect(
    (
      await organization.directory.send(
        "PATCH",
        `/Users/${first}`,
        patchOf({ op: "Replace", path: "active", value: false }),
      )
    ).status,
  ).toBe(400);
  await secondOwner(organization);
  await organization.setActive(first, "False");
  expect((await organization.member(first)).status).toBe("revoked");
  expect(await organization.failures("open")).toEqual([]);
});

/** The directory tries to remove the owner, in vain; gives back the owner's id. */
async function refusedRemoval({ directory, members, failures }: TestOrganization): Promise<string> {
  const [owner] = await members();
  if (!owner) throw new Error("there is no owner");
  expect((await directory.send("DELETE", `/Users/${owner.id}`)).status).toBe(400);
  expect(await failures("open")).toMatchObject([{ kind: "lastOwner", subject: owner.id }]);
  return owner.id;
}

test("B22 the failure is over once there is another owner, whether made one or confirmed as one", async () => {
  const organization = await openOrganization(house);
  const { deps } = house;
  await refusedRemoval(organization);
  const id = await provisionAs(house, organization, "second", "accepted");
  const second = () => requireMember(deps, organization.id, id);
  await changeRole(deps, await second(), "owner", admin);
  expect(await organization.failures("open"), "an owner who is not confirmed is none").toHaveLength(1);
  await confirm(house, organization, id);
  expect(await organization.failures("open")).toEqual([]);
  await changeRole(deps, await second(), "member", admin);
  const first = await refusedRemoval(organization);
  await changeRole(deps, await second(), "owner", admin);
  expect(await organization.failures("open")).toEqual([]);
  expect(await organization.failures("resolved")).toMatchObject([{ subject: first, count: 2 }]);
});

test("B22 an admin cannot revoke the last confirmed owner either", async () => {
  const organization = await openOrganization(house);
  const member = await requireMember(house.deps, organization.id, await ownerOf(organization));
  await expect(actByHand(house.deps, member, "revoke", admin)).rejects.toBeInstanceOf(Refusal);
  await organization.afterwards();
  expect((await organization.member(member._id)).status).toBe("confirmed");
});

test("B22 an admin and the directory who each take one of two owners out at the same time leave one", async () => {
  const organization = await openOrganization(house);
  const [first, second] = [await ownerOf(organization), await secondOwner(organization)];
  const member = await requireMember(house.deps, organization.id, first);
  await Promise.allSettled([
    actByHand(house.deps, member, "revoke", admin),
    organization.directory.send("DELETE", `/Users/${second}`),
  ]);
  await organization.settled();
  expect((await organization.members()).filter(({ status }) => status === "confirmed")).toHaveLength(1);
});
