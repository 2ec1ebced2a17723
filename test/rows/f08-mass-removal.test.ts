import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  approveRemovals,
  listHeldRemovals,
  undoRemovals,
} from "../../api/organization/members/held-removals.ts";
import { type House, openHouse } from "../support/house.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";
import { entraUser } from "../support/scim-client.ts";

/** Beyond five members and a tenth of the organization. */
const removalGuard = { members: 5, percent: 10 };
const names = Array.from({ length: 20 }, (_, index) => `p${index}`);
const hourMs = 60 * 60 * 1000;

let house: House;
let organization: TestOrganization;
let ids: string[];
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

beforeEach(async () => {
  organization = await openOrganization(house, { removalGuard });
  ids = await Promise.all(names.map(post));
  await organization.settled();
});

async function post(local: string): Promise<string> {
  const { directory, address } = organization;
  const { status, body } = await directory.send("POST", "/Users", entraUser(address(local)));
  expect(status).toBe(201);
  return String(body.id);
}

/** Deletes people while nobody works, as a directory does that is quicker than we are. */
async function remove(gone: readonly string[]): Promise<void> {
  await whileWorkerRests(house, async () => {
    for (const id of gone)
      expect((await organization.directory.send("DELETE", `/Users/${id}`)).status).toBe(204);
  });
  await organization.settled();
}

const held = () => listHeldRemovals(house.deps, organization.id, { limit: 100 });
const heldIds = async () => (await held()).map(({ id }) => id).sort();
const removals = async (state: "open" | "resolved") =>
  (await organization.failures(state)).filter(({ kind }) => kind === "removals");
const stored = (id: string | undefined) =>
  house.deps.store.members.findOne({ organization: organization.id, _id: id ?? "" });
const total = async () => (await organization.directory.send("GET", "/Users?count=0")).body.totalResults;

test("F08 a few removals are done as the directory says", async () => {
  await remove(ids.slice(0, 5));
  expect(await held()).toEqual([]);
  expect(await removals("open")).toEqual([]);
  expect(await organization.story(ids[0] ?? "")).toEqual([
    "member.created",
    "member.invited",
    "member.removed",
  ]);
});

test("F08 too many at once: access is cut at once, but nothing is destroyed, and somebody is told", async () => {
  const gone = ids.slice(0, 12);
  const { used } = await organization.seats();
  await remove(gone);
  expect(await heldIds()).toEqual(gone.toSorted());
  expect(await total()).toBe(names.length + 1 - gone.length);
  expect((await organization.seats()).used).toBe(used - gone.length);
  for (const id of gone) {
    expect((await organization.directory.send("GET", `/Users/${id}`)).status).toBe(404);
    expect(await organization.story(id)).toEqual(["member.created", "member.invited", "member.revoked"]);
  }
  const [failure, ...others] = await removals("open");
  expect(others).toEqual([]);
  expect(failure?.cause).toContain("12 members");
  expect((await organization.find(`userName eq "${organization.address("p0")}"`)).length).toBe(0);
});

test("F08 who is created again meanwhile gets the held membership back, with all that was theirs", async () => {
  await house.deps.store.members.updateOne(
    { organization: organization.id, _id: ids[0] ?? "" },
    { $set: { "standing.status": "confirmed", "standing.publicKey": "ada's key" } },
  );
  await remove(ids.slice(0, 12));
  expect(await post("p0")).toBe(ids[0]);
  expect(await post("p1")).toBe(ids[1]);
  await organization.settled();
  expect(await organization.member(ids[0] ?? "")).toMatchObject({ status: "confirmed", holdsSeat: true });
  expect((await stored(ids[0]))?.standing.publicKey).toBe("ada's key");
  expect(await organization.member(ids[1] ?? "")).toMatchObject({ status: "invited", waiting: null });
  expect(await organization.story(ids[1] ?? "")).toEqual([
    "member.created",
    "member.invited",
    "member.revoked",
    "member.restored",
  ]);
  expect(organization.mails("p1")).toHaveLength(1);
  expect(await heldIds()).toEqual(ids.slice(2, 12).toSorted());
  expect(await total()).toBe(names.length + 1 - 10);
});

test("F08 approved, they are removed with all that is theirs; the last one closes the failure", async () => {
  await remove(ids.slice(0, 12));
  expect(await approveRemovals(house.deps, organization.id, admin, ids[0])).toBe(1);
  await organization.settled();
  expect(await heldIds()).toEqual(ids.slice(1, 12).toSorted());
  expect((await stored(ids[0]))?.standing).toEqual({ status: "revoked", role: "member", seat: false });
  expect((await organization.story(ids[0] ?? "")).at(-1)).toBe("member.removed");
  expect(await removals("open")).toHaveLength(1);
  expect(await post("p0")).not.toBe(ids[0]);
  expect(await approveRemovals(house.deps, organization.id, admin)).toBe(11);
  await organization.settled();
  expect(await held()).toEqual([]);
  expect(await removals("open")).toEqual([]);
  expect(await removals("resolved")).toHaveLength(1);
  await expect(approveRemovals(house.deps, organization.id, admin)).rejects.toThrow("No removal is held");
});

test("F08 undone, they are who they were, and the directory finds them again", async () => {
  const before = await Promise.all(ids.map((id) => organization.member(id)));
  await remove(ids.slice(0, 12));
  expect(await undoRemovals(house.deps, organization.id, admin)).toBe(12);
  await organization.settled();
  expect(await Promise.all(ids.map((id) => organization.member(id)))).toEqual(before);
  expect(await organization.find(`userName eq "${organization.address("p3")}"`)).toEqual([ids[3]]);
  expect(await total()).toBe(names.length + 1);
  expect(await removals("open")).toEqual([]);
});

test("F08 people who were disabled a month ago and are deleted now trip nothing", async () => {
  const gone = ids.slice(0, 12);
  for (const id of gone.slice(0, 5)) await organization.setActive(id, "False");
  const monthAgo = new Date(Date.now() - 30 * 24 * hourMs);
  await house.deps.store.members.updateMany(
    { organization: organization.id, _id: { $in: gone } },
    { $set: { modifiedAt: monthAgo, "standing.status": "revoked", "standing.revokedBy": "directory" } },
  );
  await house.deps.store.organizations.updateOne({ _id: organization.id }, { $set: { cuts: [] } });
  await remove(gone);
  expect(await held()).toEqual([]);
  expect(await removals("open")).toEqual([]);
  expect((await organization.story(gone[0] ?? "")).at(-1)).toBe("member.removed");
});

test("F08 too many disabled at once: told, and nothing to decide, since it can be undone", async () => {
  await whileWorkerRests(house, async () => {
    for (const id of ids.slice(0, 12)) {
      const disable = { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"] };
      const operations = [{ op: "Replace", path: "active", value: "False" }];
      const body = { ...disable, Operations: operations };
      expect((await organization.directory.send("PATCH", `/Users/${id}`, body)).status).toBe(200);
    }
  });
  await organization.settled();
  expect(await removals("open")).toHaveLength(1);
  expect(await held()).toEqual([]);
  await organization.setActive(ids[0] ?? "", "True");
  expect(await organization.member(ids[0] ?? "")).toMatchObject({ status: "invited" });
  // Those who were disabled by the same mistake and are deleted now are kept as well.
  await remove(ids.slice(1, 4));
  expect(await heldIds()).toEqual(ids.slice(1, 4).toSorted());
});

test("F08 each organization has a threshold of its own, or none", async () => {
  const other = await openOrganization(house, { removalGuard: { members: 100, percent: 1 } });
  organization = other;
  ids = await Promise.all(names.map(post));
  await other.settled();
  await remove(ids.slice(0, 12));
  expect(await held()).toEqual([]);
});
