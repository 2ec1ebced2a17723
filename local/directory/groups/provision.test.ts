import { describe, expect, it } from "vitest";
import { openJob } from "../job.ts";
import { createTenant } from "../tenant.ts";
import type { Answer } from "../wire/connection.ts";
import { found, openScript } from "../wire/scripted-connection.ts";
import { newGroup } from "./group.ts";
import { membershipChangesOf } from "./membership-changes.ts";
import { provisionGroup, removeGroup, sendMembers, updateGroup } from "./provision.ts";

describe("provisionGroup", () => {
  it("looks up by name without members, then creates it without members", async () => {
    const { job, kind, group, sent } = play([found(), { status: 201, body: { id: "g" } }]);
    await provisionGroup(job, kind, group);
    expect(sent).toMatchObject([
      {
        method: "GET",
        path: "/Groups",
        query: { excludedAttributes: "members", filter: 'displayName eq "R&D"' },
      },
      { method: "POST", path: "/Groups", body: { displayName: "R&D", externalId: "group-id" } },
    ]);
    expect(sent[1]?.body).not.toHaveProperty("members");
    expect(group).toMatchObject({ scimId: "g", sent: { displayName: "R&D", externalId: "group-id" } });
    expect(job.report.groups).toEqual({ created: 1, matched: 0, updated: 0, deleted: 0 });
  });

  it("gives a group that it finds its name and externalId", async () => {
    const stored = { id: "g", displayName: "r&d" };
    const { job, kind, group, sent } = play([found("g"), { status: 200, body: stored }, { status: 204 }]);
    await provisionGroup(job, kind, group);
    expect(sent[1]).toMatchObject({ path: "/Groups/g", query: { excludedAttributes: "members" } });
    expect(sent[2]?.body?.Operations).toEqual([
      { op: "Replace", path: "displayName", value: "R&D" },
      { op: "Add", path: "externalId", value: "group-id" },
    ]);
    expect(job.report.groups).toMatchObject({ created: 0, matched: 1 });
  });

  it("puts a refused group into escrow", async () => {
    const { job, kind, group } = play([found(), { status: 409, body: {}, detail: "taken" }]);
    await provisionGroup(job, kind, group);
    expect(group).toMatchObject({ scimId: null, sent: null, escrow: { status: 409 } });
    expect(job.report.refused).toEqual([{ subject: "R&D", status: 409, detail: "taken" }]);
  });

  it("sends all members once more when provisioning is restarted, and still removes who has left", async () => {
    const stored = { id: "g", displayName: "R&D", externalId: "group-id" };
    const { job, kind, group } = play([{ status: 200, body: stored }]);
    Object.assign(group, { scimId: "g", sent: {}, sentMembers: ["scim-0", "scim-2"] });
    await provisionGroup(job, kind, group);
    expect(membershipChangesOf(job.source, [group])).toEqual([
      { group, op: "Remove", ids: ["scim-2"] },
      { group, op: "Add", ids: ["scim-0", "scim-1"] },
    ]);
  });
});

describe("updateGroup", () => {
  it("renames", async () => {
    const { job, kind, group, sent } = play([{ status: 204 }]);
    Object.assign(group, { scimId: "g", sent: { displayName: "Old", externalId: "group-id" } });
    await updateGroup(job, kind, group);
    expect(sent[0]?.body?.Operations).toEqual([{ op: "Replace", path: "displayName", value: "R&D" }]);
  });
});

describe("removeGroup", () => {
  it.each([204, 404])("is done at %i", async (status) => {
    const { job, kind, group, sent } = play([{ status }]);
    Object.assign(group, { scimId: "g", sent: {}, sentMembers: ["scim-0"] });
    await removeGroup(job, kind, group);
    expect(sent).toMatchObject([{ method: "DELETE", path: "/Groups/g" }]);
    expect(group).toMatchObject({ scimId: null, sent: null, sentMembers: [] });
  });
});

describe("members", () => {
  it("are added and removed several at once, and nothing is sent twice", async () => {
    const { job, kind, group, sent } = play([{ status: 204 }, { status: 204 }]);
    Object.assign(group, { scimId: "g", sent: {}, sentMembers: ["scim-2", "gone"] });
    for (const change of membershipChangesOf(job.source, [group])) await sendMembers(job, kind, change);
    expect(sent.map(({ body }) => body?.Operations)).toEqual([
      [{ op: "Remove", path: "members", value: [{ value: "scim-2" }] }],
      [
        {
          op: "Add",
          path: "members",
          value: [
            { $ref: null, value: "scim-0" },
            { $ref: null, value: "scim-1" },
          ],
        },
      ],
    ]);
    expect(job.report.memberships).toEqual({ added: 2, removed: 1 });
    expect(membershipChangesOf(job.source, [group])).toEqual([]);
  });

  it("come in portions, groups in turn", () => {
    const tenant = createTenant({ users: 250, seed: 1, domain: "x.example", groups: 2, memberships: 300 });
    for (const person of tenant.people) person.scimId = person.objectId;
    const { source } = openJob(tenant, openScript([]).connection);
    const changes = membershipChangesOf(source, tenant.groups.slice(0, 2));
    const [first, second] = tenant.groups.map(({ displayName }) => displayName);
    expect(changes.map(({ group, ids }) => [group.displayName, ids.length])).toEqual([
      [first, 100],
      [second, 100],
      [first, 100],
    ]);
  });

  it("are to be sent again after a refusal, and the group made anew when it is gone", async () => {
    const { job, kind, group } = play([{ status: 500 }, { status: 404 }]);
    Object.assign(group, { scimId: "g", sent: {} });
    const [change] = membershipChangesOf(job.source, [group]);
    if (change === undefined) throw new Error("nothing to send");
    await sendMembers(job, kind, change);
    expect(group).toMatchObject({ scimId: "g", sentMembers: [], escrow: { status: 500 } });
    await sendMembers(job, kind, change);
    expect(group).toMatchObject({ scimId: null, sent: null });
    await sendMembers(job, kind, change);
    expect(job.report.refused).toHaveLength(2);
  });
});

/** A job whose server gives these answers in turn, and a group of the first two people, all of whom are there. */
function play(answers: Partial<Answer>[]) {
  const tenant = createTenant({ users: 5, seed: 1, domain: "x.example" });
  for (const [index, person] of tenant.people.entries()) person.scimId = `scim-${index}`;
  const group = newGroup("group-id", "R&D");
  group.members = tenant.people.slice(0, 2).map(({ objectId }) => objectId);
  tenant.groups = [group];
  const { connection, sent } = openScript(answers);
  const job = openJob(tenant, connection);
  if (job.groups === null) throw new Error("the mapping of groups is off");
  return { job, kind: job.groups, group, sent };
}
