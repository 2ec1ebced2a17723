/**
 * What an admin sees of the directory's requests: all that came lately, the refused longest, and of nobody else's.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { listRequests } from "../../api/organization/directory/requests.ts";
import { eventually } from "../support/eventually.ts";
import type { House } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, scimClient } from "../support/scim-client.ts";
import { openSecondApi } from "../support/second-api.ts";
import { lookUp, openWatchedHouse } from "../support/watched-house.ts";

let house: House;
beforeAll(async () => {
  house = await openWatchedHouse();
});
afterAll(() => house.close());

const wrongKey = `rc_${"aWrongKeyThatNobodyEverGaveOut-".repeat(2)}`;

const seen = ({ id }: TestOrganization) => listRequests(house.deps, id);

function times(count: number, call: (index: number) => Promise<unknown>): Promise<unknown[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => call(index)));
}

test("a request is shown with its way, its answer, its key, and what the directory was told", async () => {
  const organization = await openOrganization(house);
  const { directory } = organization;
  const from = Date.now();
  await lookUp(directory);
  const refused = await directory.send("POST", "/Users", { ...entraUser("no-address"), emails: [] });
  await lookUp(scimClient(directory.url, wrongKey));
  const requests = await eventually(async () => {
    const found = await seen(organization);
    expect(found).toHaveLength(3);
    return found;
  });
  const lookedUp = { method: "GET", path: '/Users?filter=userName eq "nobody"', hungUp: false };
  expect(requests).toEqual([
    expect.objectContaining({ ...lookedUp, status: 401, key: null, detail: expect.stringContaining("key") }),
    {
      at: expect.any(Date),
      method: "POST",
      path: "/Users",
      status: 400,
      ms: expect.any(Number),
      key: organization.keyId,
      detail: refused.body.detail,
      hungUp: false,
    },
    expect.objectContaining({ ...lookedUp, status: 200, key: organization.keyId, detail: null }),
  ]);
  for (const { at, ms } of requests) {
    expect(Math.abs(at.getTime() - from)).toBeLessThan(60_000);
    expect(ms).toBeGreaterThanOrEqual(0);
  }
});

test("a flood of good requests pushes out no refused one, and both lists stay bounded", async () => {
  const organization = await openOrganization(house);
  const { directory } = organization;
  const withoutAddress = { ...entraUser("no-address"), emails: [] };
  await directory.send("POST", "/Users", withoutAddress);
  await eventually(async () => expect(await seen(organization)).toHaveLength(1));
  // 404 is what a directory asks for before it makes somebody.
  for (let round = 0; round < 3; round += 1)
    await times(120, (index) =>
      index % 2 === 0 ? lookUp(directory) : directory.send("GET", "/Users/nobody"),
    );
  await eventually(async () => {
    const { total } = (await house.deps.store.requests.findOne({ _id: organization.id })) ?? {};
    expect(total).toBe(361);
  });
  const requests = await seen(organization);
  expect(requests).toHaveLength(101);
  expect(requests.at(-1)).toMatchObject({ method: "POST", status: 400 });
  const order = requests.map(({ at }) => at.getTime());
  expect(order).toEqual(order.toSorted((one, other) => other - one));

  for (let round = 0; round < 2; round += 1)
    await times(120, () => directory.send("POST", "/Users", withoutAddress));
  await eventually(async () => {
    const stored = await house.deps.store.requests.findOne({ _id: organization.id });
    expect(stored?.total).toBe(601);
    expect([stored?.all.length, stored?.refused.length]).toEqual([100, 100]);
  });
});

test("what several API processes saw stands in one list, in the order of time", async () => {
  const second = await openSecondApi(house);
  try {
    const organization = await openOrganization(house);
    const ways = [organization.directory, second.directoryOf(organization)];
    await times(60, (index) => lookUp(ways[index % 2] ?? organization.directory));
    await eventually(async () => expect(await seen(organization)).toHaveLength(60));
    const { total } = (await house.deps.store.requests.findOne({ _id: organization.id })) ?? {};
    expect(total).toBeGreaterThanOrEqual(60);
  } finally {
    await second.stop();
  }
});

test("what was seen and not written yet is written when the process is asked to stop", async () => {
  const late = await openWatchedHouse({ CONNECTIONS_EVERY_MS: "600000" });
  try {
    const { id, directory, address } = await openOrganization(late);
    await directory.send("POST", "/Users", entraUser(address("ada")));
    expect(await listRequests(late.deps, id)).toEqual([]);
    await late.api.stop();
    expect(await listRequests(late.deps, id)).toMatchObject([{ method: "POST", status: 201 }]);
    expect(await late.deps.store.activity.findOne({ organization: id })).toMatchObject({ writes: 1 });
  } finally {
    await late.close();
  }
});

test("no organization sees another's requests, and one that does not exist leaves nothing", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  await lookUp(one.directory);
  // A key of another organization is none of this one.
  await lookUp(scimClient(one.directory.url, other.key));
  const nowhere = new URL("/scim/v2/nobody-here", one.directory.url).href;
  await lookUp(scimClient(nowhere, wrongKey));
  await fetch(`${other.directory.url}/Users`);
  await eventually(async () => expect(await seen(one)).toMatchObject([{ key: null }, { key: one.keyId }]));
  await lookUp(other.directory);
  await eventually(async () => expect(await seen(other)).toMatchObject([{ key: other.keyId }]));
  expect(await house.deps.store.requests.countDocuments({ _id: "nobody-here" })).toBe(0);
});

test("no key, no header and no body gets in, wherever the directory puts them", async () => {
  const organization = await openOrganization(house);
  const { directory, key } = organization;
  const body = { ...entraUser("no-address"), emails: [], nickName: "confidential-name" };
  await directory.send("POST", "/Users", body, { "X-Custom": "confidential-header" });
  await directory.send("GET", `/Users/${key}?access_token=${key}&filter=${wrongKey}`);
  await eventually(async () => expect(await seen(organization)).toHaveLength(2));
  const kept = JSON.stringify(await house.deps.store.requests.find({}).toArray());
  for (const secret of [key, key.slice(8), wrongKey, "confidential-name", "confidential-header"])
    expect(kept).not.toContain(secret);
});
