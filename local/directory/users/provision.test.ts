import { describe, expect, it } from "vitest";
import { openJob } from "../job.ts";
import { createTenant } from "../tenant.ts";
import { type Answer, UnusableServer } from "../wire/connection.ts";
import { found, openScript } from "../wire/scripted-connection.ts";
import { provisionPerson, removePerson, updatePerson } from "./provision.ts";

describe("provisionPerson", () => {
  it("looks up, then creates whom it does not find, and remembers the id", async () => {
    const { job, person, sent } = play([found(), { status: 201, body: { id: "new" } }]);
    await provisionPerson(job, person);
    expect(sent).toMatchObject([
      { method: "GET", path: "/Users", filter: `userName eq "${person.userPrincipalName}"` },
      { method: "POST", path: "/Users", body: { userName: person.userPrincipalName, active: true } },
    ]);
    expect(person).toMatchObject({ scimId: "new", escrow: null, sent: { active: "True" } });
    expect(job.report).toMatchObject({ created: 1, matched: 0, updated: 0 });
  });

  it("reads whom it finds and patches only the differences", async () => {
    const stored = { id: "old", userName: "zoe@x.example", active: false, displayName: "By Hand" };
    const { job, person, sent } = play([found("old"), { status: 200, body: stored }, { status: 204 }]);
    person.userPrincipalName = "zoe@x.example";
    await provisionPerson(job, person);
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /Users",
      "GET /Users/old",
      "PATCH /Users/old",
    ]);
    const operations = sent[2]?.body?.Operations ?? [];
    expect(operations).toContainEqual({ op: "Replace", path: "active", value: "True" });
    expect(operations).toContainEqual({ op: "Replace", path: "displayName", value: person.displayName });
    expect(operations.map(({ path }) => path)).not.toContain("userName");
    expect(job.report).toMatchObject({ created: 0, matched: 1, updated: 1, enabled: 1 });
  });

  it("puts a refused person into escrow", async () => {
    const { job, person } = play([found(), { status: 400, body: {}, detail: "no address" }]);
    await provisionPerson(job, person);
    const refusal = { status: 400, detail: "no address" };
    expect(person).toMatchObject({ scimId: null, sent: null, escrow: refusal });
    expect(job.report.refused).toEqual([{ subject: person.userPrincipalName, ...refusal }]);
  });

  it.each([
    ["404 to a filter", { status: 404, body: {} }],
    ["no ListResponse", { status: 200, body: { hello: "world" } }],
    ["no JSON", { status: 200, body: undefined }],
  ])("stops the job at %s", async (_, answer) => {
    const { job, person } = play([answer]);
    await expect(provisionPerson(job, person)).rejects.toThrow(UnusableServer);
  });
});

describe("updatePerson", () => {
  it("sends one PATCH, and does not send again what the server took", async () => {
    const { job, person, sent } = play([{ status: 200, body: {} }]);
    Object.assign(person, { scimId: "u1", sent: { active: "True" }, accountEnabled: false });
    await updatePerson(job, person);
    await updatePerson(job, person);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.body?.Operations[0]).toEqual({
      op: "Add",
      path: "userName",
      value: person.userPrincipalName,
    });
    expect(job.report).toMatchObject({ updated: 1, disabled: 1 });
  });

  it("keeps what it knew when the server refuses, and forgets who is gone", async () => {
    const { job, person } = play([{ status: 409 }, { status: 404 }]);
    Object.assign(person, { scimId: "u1", sent: { active: "False" } });
    await updatePerson(job, person);
    expect(person).toMatchObject({ scimId: "u1", sent: { active: "False" }, escrow: { status: 409 } });
    await updatePerson(job, person);
    expect(person).toMatchObject({ scimId: null, sent: null, escrow: { status: 404 } });
  });
});

describe("removePerson", () => {
  it.each([204, 404])("is done at %i", async (status) => {
    const { job, person, sent } = play([{ status }]);
    Object.assign(person, { scimId: "u 1", sent: {} });
    await removePerson(job, person);
    expect(sent).toMatchObject([{ method: "DELETE", path: "/Users/u%201" }]);
    expect(person).toMatchObject({ scimId: null, sent: null });
    expect(job.report.deleted).toBe(1);
  });
});

/** A job whose server gives these answers in turn, and the person it is for. */
function play(answers: Partial<Answer>[]) {
  const tenant = createTenant({ users: 5, seed: 1, domain: "x.example" });
  const [person] = tenant.people;
  if (person === undefined) throw new Error("an empty tenant");
  person.accountEnabled = true;
  const { connection, sent } = openScript(answers);
  return { job: openJob(tenant, connection), person, sent };
}
