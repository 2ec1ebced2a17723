import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { expectDead, provisionAs, tokenIn } from "../support/joining.ts";
import { openOrganization } from "../support/organization.ts";
import { entraUser, patchOf, schemas } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test.each(["invited", "accepted", "confirmed"] as const)(
  "B16 a permanent delete removes one who is %s",
  async (status) => {
    const organization = await openOrganization(house);
    const id = await provisionAs(house, organization, "ada", status);
    const { status: answered, body } = await organization.directory.send("DELETE", `/Users/${id}`);
    expect([answered, body]).toEqual([204, null]);
    await organization.settled();
    expect((await organization.members()).map((member) => member.id)).not.toContain(id);
    expect((await organization.story(id)).at(-1)).toBe("member.removed");
    expect((await organization.events(id)).at(-1)).toMatchObject({
      status: "removed",
      actor: { kind: "key", id: organization.keyId },
      detail: [organization.address("ada")],
    });
    expect(await organization.seats()).toMatchObject({ used: 1 });
  },
);

test("B16 who is revoked can be removed", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  await organization.setActive(id, "False");
  await organization.remove(id);
  expect(await organization.members()).toHaveLength(1);
  expect(await organization.seats()).toMatchObject({ used: 1 });
});

test("B16 who was removed is 404 from then on, at once and after the workers are done", async () => {
  const organization = await openOrganization(house);
  const { directory, address } = organization;
  const id = await organization.provision("ada", { externalId: "ada-1" });
  expect((await directory.send("DELETE", `/Users/${id}`)).status).toBe(204);
  const expectGone = async () => {
    const calls: readonly (readonly [string, unknown?])[] = [
      ["GET"],
      ["PUT", entraUser(address("ada"))],
      ["PATCH", patchOf({ op: "Replace", path: "active", value: "True" })],
      ["DELETE"],
    ];
    for (const [method, sent] of calls) {
      const { status, body } = await directory.send(method, `/Users/${id}`, sent);
      expect(status, method).toBe(404);
      expect(body).toMatchObject({ schemas: [schemas.error], status: "404", detail: expect.any(String) });
    }
    for (const filter of [`userName eq "${address("ada")}"`, 'externalId eq "ada-1"', `id eq "${id}"`]) {
      expect(await organization.find(filter)).toEqual([]);
    }
    expect((await directory.send("GET", "/Users")).body.totalResults).toBe(1);
  };
  await expectGone();
  await organization.settled();
  await expectGone();
  expect((await organization.story(id)).filter((kind) => kind === "member.removed")).toHaveLength(1);
});

test("B16 the userName can be provisioned anew, whatever its case, also before the workers are done", async () => {
  const organization = await openOrganization(house);
  const { directory, address } = organization;
  const id = await organization.provision("ada");
  await house.worker.stop();
  expect((await directory.send("DELETE", `/Users/${id}`)).status).toBe(204);
  const { status, body } = await directory.send("POST", "/Users", entraUser(address("ADA")));
  expect(status).toBe(201);
  expect(body.id).not.toBe(id);
  await house.startWorker();
  await organization.settled();
  expect(await organization.member(body.id)).toMatchObject({ status: "invited", waiting: null });
  expect(organization.mails("ada")).toHaveLength(2);
  expect(await organization.failures()).toEqual([]);
});

test("B16 the link of one who was removed is dead", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  await organization.remove(id);
  await expectDead(house, organization, tokenIn(organization.mails("ada")[0]));
  expect(await organization.members()).toHaveLength(1);
});

test("B16 one who is removed before any worker saw them leaves nothing behind", async () => {
  const organization = await openOrganization(house);
  const { directory, address } = organization;
  await house.worker.stop();
  const { body } = await directory.send("POST", "/Users", entraUser(address("ada")));
  expect((await directory.send("DELETE", `/Users/${body.id}`)).status).toBe(204);
  await house.startWorker();
  await organization.afterwards();
  expect(organization.mails("ada")).toHaveLength(0);
  expect(await organization.story(body.id)).toEqual([]);
  expect(await organization.seats()).toMatchObject({ used: 2 });
});

test("B16 many DELETEs of one at the same time: one is 204, the others 404, one removal is told", async () => {
  const organization = await openOrganization(house);
  const id = await organization.provision("ada");
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => organization.directory.send("DELETE", `/Users/${id}`)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404]);
  await organization.settled();
  expect((await organization.story(id)).filter((kind) => kind === "member.removed")).toHaveLength(1);
  expect(await organization.seats()).toMatchObject({ used: 1 });
});

test("B16 a write on its way while the member is removed does not bring them back", async () => {
  const organization = await openOrganization(house);
  const { directory } = organization;
  for (let round = 0; round < 10; round += 1) {
    const id = await organization.provision(`ada-${round}`);
    const rename = (title: string) =>
      directory.send("PATCH", `/Users/${id}`, patchOf({ op: "Replace", path: "title", value: title }));
    const answers = await Promise.all([rename("a"), directory.send("DELETE", `/Users/${id}`), rename("b")]);
    for (const { status } of answers) expect([200, 204, 404]).toContain(status);
    await organization.settled();
    expect((await directory.send("GET", `/Users/${id}`)).status).toBe(404);
  }
  expect(await organization.members()).toHaveLength(1);
  expect(await organization.seats()).toMatchObject({ used: 1 });
});

test("B16 nobody removes a member of another organization", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  const id = await one.provision("ada");
  const before = await one.picture(id);
  expect((await other.directory.send("DELETE", `/Users/${id}`)).status).toBe(404);
  await one.afterwards();
  expect(await one.picture(id)).toEqual(before);
});

test("B26 a rehire with the same userName is a new member, invited, to whom nothing of the former one comes back", async () => {
  const organization = await openOrganization(house);
  const former = await provisionAs(house, organization, "ada", "confirmed");
  const oldLink = tokenIn(organization.mails("ada")[0]);
  await organization.patch(former, { op: "Add", path: "title", value: "Chief" });
  await organization.remove(former);
  const id = await organization.provision("ada");
  expect(id).not.toBe(former);
  expect(await organization.member(id)).toMatchObject({ status: "invited", role: "member", linked: false });
  const record = await house.deps.store.members.findOne({ _id: id });
  expect(record?.standing).not.toHaveProperty("publicKey");
  expect(record?.standing).not.toHaveProperty("restoreTo");
  expect(await organization.read(id)).not.toHaveProperty("title");
  expect(await organization.story(id)).toEqual(["member.created", "member.invited"]);
  expect((await organization.directory.send("GET", `/Users/${former}`)).status).toBe(404);
  expect(organization.mails("ada")).toHaveLength(2);
  const newLink = tokenIn(organization.mails("ada")[1]);
  expect(newLink).not.toBe(oldLink);
  await expectDead(house, organization, oldLink);
});

test("B26 a rehire of an owner is no owner, and one of a member whom an admin revoked is not held", async () => {
  const organization = await openOrganization(house);
  const id = await provisionAs(house, organization, "ada", "confirmed");
  await house.deps.store.members.updateOne(
    { _id: id },
    { $set: { "standing.role": "owner", hold: { by: { kind: "admin", id: "test" }, at: new Date() } } },
  );
  await organization.remove(id);
  const rehired = await organization.provision("ada");
  expect(await organization.member(rehired)).toMatchObject({
    role: "member",
    heldBy: null,
    status: "invited",
  });
});
