/** A write that was on its way when its user was removed must not bring a ghost back. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { decision, removal, replacement } from "../../shared/store/members.ts";
import { type House, openHouse } from "../support/house.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf } from "../support/scim-client.ts";
import { expectProblem } from "./problem.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function readThenRemoved(organization: TestOrganization, settled: boolean) {
  const id = await organization.provision("ada");
  const late = await house.deps.readMember(organization.id, id);
  if (!late) throw new Error("there is no such member");
  expect((await organization.directory.send("DELETE", `/Users/${id}`)).status).toBe(204);
  if (settled) await organization.settled();
  const write = {
    attributes: { ...late.attributes, displayName: "Ghost" },
    changed: ["displayName"],
    actor: { kind: "key", id: organization.keyId } as const,
    now: new Date(),
  };
  return { id, late, write };
}

async function expectGone(organization: TestOrganization, id: string): Promise<void> {
  expectProblem(await organization.directory.send("GET", `/Users/${id}`), 404);
  const { body } = await organization.directory.send("GET", "/Users");
  expect(JSON.stringify(body)).not.toContain("Ghost");
  expect((await organization.members()).map((member) => member.id)).not.toContain(id);
  expect(await house.deps.store.members.countDocuments({ _id: id, removedAt: { $exists: false } })).toBe(0);
}

for (const settled of [false, true]) {
  test(`a late write finds the tombstone ${settled ? "after" : "before"} the removal was applied`, async () => {
    const organization = await openOrganization(house);
    const { id, late, write } = await readThenRemoved(organization, settled);
    expect(await house.deps.writeMember(replacement(late, write))).toBe("stale");
    expect(await house.deps.writeMember(removal(late, write.actor, write.now))).toBe("stale");
    const hold = { by: admin, at: write.now };
    expect(await house.deps.writeMember(decision(late, { hold }, [], admin, write.now))).toBe("stale");
    await organization.provision("later");
    await expectGone(organization, id);
    expect((await organization.story(id)).at(-1)).toBe("member.removed");
    expect(house.mailbox.to(organization.address("ada"))).toHaveLength(1);
  });
}

test("a late write does not touch whoever was made anew under the same userName (B26)", async () => {
  const organization = await openOrganization(house);
  const { id, late, write } = await readThenRemoved(organization, true);
  const anew = await organization.provision("ada");
  expect(anew).not.toBe(id);
  const before = await organization.directory.send("GET", `/Users/${anew}`);
  expect(await house.deps.writeMember(replacement(late, write))).toBe("stale");
  await organization.provision("later");
  expect((await organization.directory.send("GET", `/Users/${anew}`)).body).toEqual(before.body);
  await expectGone(organization, id);
});

test("in one batch with others, the late write alone is turned away", async () => {
  const organization = await openOrganization(house);
  const { late, write } = await readThenRemoved(organization, true);
  const other = await house.deps.readMember(organization.id, await organization.provision("bob"));
  if (!other) throw new Error("there is no such member");
  const changes = { ...write, attributes: { ...other.attributes, title: "Builder" } };
  expect(
    await Promise.all([
      house.deps.writeMember(replacement(late, write)),
      house.deps.writeMember(replacement(other, changes)),
      house.deps.writeMember(replacement(late, write)),
    ]),
  ).toEqual(["stale", "written", "stale"]);
});

test("writes and the removal of a user at the same time end in the removal", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  const patch = (value: string) =>
    organization.directory.send(
      "PATCH",
      `/Users/${id}`,
      patchOf({ op: "replace", path: "displayName", value }),
    );
  const answers = await Promise.all([
    ...Array.from({ length: 10 }, (_, index) => patch(`Ghost ${index}`)),
    organization.directory.send("DELETE", `/Users/${id}`),
    ...Array.from({ length: 10 }, (_, index) => patch(`Ghost ${10 + index}`)),
    organization.directory.send(
      "PUT",
      `/Users/${id}`,
      entraUser(organization.address("ada"), { title: "Ghost" }),
    ),
  ]);
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  for (const { status } of answers) expect([200, 204, 404]).toContain(status);
  await organization.provision("later");
  await expectGone(organization, id);
});
