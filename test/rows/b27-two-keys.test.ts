import { afterAll, beforeAll, expect, test } from "vitest";
import { endKey, rotateKey } from "../../api/organization/directory/keys.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization } from "../support/organization.ts";
import { entraUser, patchOf, type ScimClient, scimClient } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** An organization that a second application writes into, with a key of its own. */
async function withTwo() {
  const organization = await openOrganization(house);
  const { scimUrl, scimKey, key } = await rotateKey(house.deps, organization.id, 24 * 3_600_000);
  const send = async (client: ScimClient, method: string, path: string, body?: unknown) => {
    const answer = await client.send(method, path, body);
    await organization.settled();
    return answer;
  };
  const [entra, okta] = [
    { kind: "key", id: organization.keyId },
    { kind: "key", id: key.id },
  ] as const;
  return { organization, second: scimClient(scimUrl, scimKey), entra, okta, send };
}

const title = (value: string) => patchOf({ op: "replace", path: "title", value });

test("B27 two applications with a key each are both served", async () => {
  const { organization, second, send } = await withTwo();
  const ada = await organization.provision("ada");
  const { status, body } = await send(second, "POST", "/Users", entraUser(organization.address("bob")));
  expect(status).toBe(201);
  expect((await second.send("GET", `/Users/${ada}`)).status).toBe(200);
  expect((await organization.read(body.id)).userName).toBe(organization.address("bob"));
});

test("B27 the second application matches by userName and invites nobody twice", async () => {
  const { organization, second, send } = await withTwo();
  const { address } = organization;
  const id = await organization.provision("ada");
  expect((await send(second, "POST", "/Users", entraUser(address("ADA")))).status).toBe(409);
  const filter = encodeURIComponent(`userName eq "${address("ada")}"`);
  const found = await second.send("GET", `/Users?filter=${filter}`);
  expect(found.body.Resources).toMatchObject([{ id }]);
  const put = entraUser(address("ada"), { externalId: "okta-1", displayName: "Ada of the second" });
  expect((await send(second, "PUT", `/Users/${id}`, put)).status).toBe(200);
  await organization.afterwards();
  expect(organization.mails("ada")).toHaveLength(1);
  expect((await organization.story(id)).filter((kind) => kind === "member.invited")).toHaveLength(1);
  expect((await organization.members()).filter(({ userName }) => userName === address("ada"))).toHaveLength(
    1,
  );
});

test("B27 both POST everybody at the same time: everyone is there once and invited once", async () => {
  const { organization, second } = await withTwo();
  const names = Array.from({ length: 15 }, (_, index) => `user-${index}`);
  const answers = await Promise.all(
    names.flatMap((name) =>
      [organization.directory, second].map((client) =>
        client.send("POST", "/Users", entraUser(organization.address(name))),
      ),
    ),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(15);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(15);
  await organization.settled();
  for (const name of names) expect(organization.mails(name)).toHaveLength(1);
});

test("B27 the last write wins, whoever wrote", async () => {
  const { organization, second, send } = await withTwo();
  const id = await organization.provision("ada");
  for (const [client, value] of [
    [organization.directory, "one"],
    [second, "two"],
    [organization.directory, "three"],
  ] as const) {
    expect((await send(client, "PATCH", `/Users/${id}`, title(value))).status).toBe(200);
    expect((await organization.read(id)).title).toBe(value);
  }
});

test("B27 writes of both at the same time lose neither", async () => {
  const { organization, second } = await withTwo();
  const id = await organization.provision("ada");
  const answers = await Promise.all([
    organization.directory.send("PATCH", `/Users/${id}`, title("Analyst")),
    second.send("PATCH", `/Users/${id}`, patchOf({ op: "replace", path: "nickName", value: "Countess" })),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(await organization.read(id)).toMatchObject({ title: "Analyst", nickName: "Countess" });
  await organization.settled();
});

test("B27 events name the key that wrote", async () => {
  const { organization, second, entra, okta, send } = await withTwo();
  const id = await organization.provision("ada");
  await send(second, "PATCH", `/Users/${id}`, title("Analyst"));
  await send(
    organization.directory,
    "PATCH",
    `/Users/${id}`,
    patchOf({ op: "replace", path: "active", value: false }),
  );
  await send(second, "PATCH", `/Users/${id}`, patchOf({ op: "replace", path: "active", value: true }));
  await send(organization.directory, "DELETE", `/Users/${id}`);
  expect((await organization.events(id)).map(({ kind, actor }) => [kind, actor])).toEqual([
    ["member.created", entra],
    ["member.invited", entra],
    ["member.updated", okta],
    ["member.revoked", entra],
    ["member.restored", okta],
    ["member.removed", entra],
  ]);
});

test("B27 events name the key that wrote, also where the other wrote before the workers came", async () => {
  const { organization, second, entra, okta, send } = await withTwo();
  await house.worker.stop();
  const { body } = await organization.directory.send(
    "POST",
    "/Users",
    entraUser(organization.address("ada")),
  );
  await second.send("PATCH", `/Users/${body.id}`, title("Analyst"));
  await house.startWorker();
  await organization.settled();
  expect((await organization.events(body.id)).find(({ kind }) => kind === "member.created")?.actor).toEqual(
    entra,
  );
  await house.worker.stop();
  await second.send("PATCH", `/Users/${body.id}`, title("Chief"));
  await organization.directory.send(
    "PATCH",
    `/Users/${body.id}`,
    patchOf({ op: "replace", path: "active", value: false }),
  );
  await house.startWorker();
  await organization.settled();
  const written = (await organization.events(body.id)).filter(({ detail }) => detail?.includes("title"));
  expect(written.at(-1)?.actor).toEqual(okta);
  await send(second, "DELETE", `/Users/${body.id}`);
});

test("B27 one application repeats what the other wrote: nothing happens", async () => {
  const { organization, second, send } = await withTwo();
  const id = await organization.provision("ada");
  const before = await organization.picture(id);
  expect((await send(second, "PUT", `/Users/${id}`, entraUser(organization.address("ada")))).status).toBe(
    200,
  );
  await organization.afterwards();
  expect(await organization.picture(id)).toEqual(before);
});

test("B27 when the first application's key ends, the second goes on with everyone", async () => {
  const { organization, second, send } = await withTwo();
  const id = await organization.provision("ada");
  await endKey(house.deps, organization.id, organization.keyId);
  expect((await organization.directory.send("GET", `/Users/${id}`)).status).toBe(401);
  expect((await send(second, "PATCH", `/Users/${id}`, title("Analyst"))).status).toBe(200);
  expect(organization.mails("ada")).toHaveLength(1);
});
