/**
 * The schemas that an organization declares for itself: what can be declared beside what, who sees them, and what is
 * left once one is taken back (RFC 7643 §3.3, §6, §7).
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { declareSchema, listSchemas, removeSchema } from "../../api/organization/settings/schemas.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf, schemas } from "../support/scim-client.ts";
import { declare, schemaOf, urns, userWith, values } from "./custom.ts";
import { makeGroup } from "./groups.ts";
import { expectProblem } from "./problem.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const badge = urns.User;
const team = urns.Group;
/** A schema of some attributes, each of them a text unless it says otherwise. */
const small = (...attributes: (string | Record<string, unknown>)[]) =>
  schemaOf("User", {
    attributes: attributes.map((one) =>
      typeof one === "string" ? { name: one, type: "string" } : { type: "string", ...one },
    ),
  });

/** Requires that a declaration is refused, for a reason that has some words in it, and that nothing is changed. */
async function expectRefused(organization: TestOrganization, body: unknown, words: string): Promise<void> {
  const before = await listSchemas(house.deps, organization.id);
  const declared = declareSchema(house.deps, organization.id, body);
  await expect(declared).rejects.toMatchObject({ name: "Refusal", message: expect.stringContaining(words) });
  expect(await listSchemas(house.deps, organization.id)).toEqual(before);
}

async function extensionsOf({ directory }: TestOrganization, type: "User" | "Group"): Promise<string[]> {
  const { body } = await directory.send("GET", `/ResourceTypes/${type}`);
  return body.schemaExtensions.map(({ schema }: { schema: string }) => schema);
}

test("a schema is in /Schemas and /ResourceTypes at once, and in no other organization", async () => {
  const [mine, other] = [await openOrganization(house), await openOrganization(house)];
  for (const { directory } of [mine, other]) await directory.send("GET", "/Schemas");
  await declare(house, mine, schemaOf("User"));
  await declare(house, mine, schemaOf("Group"));
  const { status, body } = await mine.directory.send("GET", `/Schemas/${badge}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    id: badge,
    name: "Badge",
    meta: { resourceType: "Schema", location: `${mine.directory.url}/Schemas/${badge}` },
  });
  const attributes = new Map<string, Record<string, unknown>>(
    body.attributes.map((attribute: { name: string }) => [attribute.name, attribute]),
  );
  expect([...attributes.keys()]).toEqual(schemaOf("User").attributes.map(({ name }) => name));
  expect(attributes.get("code")).toMatchObject({ type: "string", caseExact: true, required: false });
  expect(attributes.get("pin")).toMatchObject({ mutability: "writeOnly", returned: "never" });
  expect(attributes.get("serial")).toMatchObject({ mutability: "immutable", uniqueness: "none" });
  expect(attributes.get("page")).toMatchObject({ type: "reference", referenceTypes: ["external"] });
  expect(attributes.get("doors")).toMatchObject({
    type: "complex",
    multiValued: true,
    subAttributes: expect.arrayContaining([expect.objectContaining({ name: "floor", type: "integer" })]),
  });
  expect(JSON.stringify(body)).not.toContain("extension_");
  expect(await extensionsOf(mine, "User")).toEqual([schemas.enterprise, badge]);
  expect(await extensionsOf(mine, "Group")).toEqual([team]);
  const { body: all } = await mine.directory.send("GET", "/Schemas");
  expect(all.Resources).toContainEqual(body);

  expectProblem(await other.directory.send("GET", `/Schemas/${badge}`), 404);
  expect(await extensionsOf(other, "User")).toEqual([schemas.enterprise]);
  const user = entraUser(other.address("ada"), { schemas: [schemas.user, badge], [badge]: values });
  const { status: made, body: shown } = await other.directory.send("POST", "/Users", user);
  expect([made, badge in shown, shown.schemas]).toEqual([201, false, [schemas.user]]);
});

test("the same again changes nothing; more attributes are added, and what was written stays", async () => {
  const organization = await openOrganization(house);
  await declare(house, organization, small("code"));
  const id = await userWith(organization, "ada", { code: "a" });
  const before = await organization.read(id);
  await declare(house, organization, small("code"));
  expect(await listSchemas(house.deps, organization.id)).toHaveLength(1);
  await declare(house, organization, small("code", { name: "level", type: "integer" }));
  expect(await organization.read(id)).toEqual(before);
  const change = patchOf({ op: "add", path: `${badge}:level`, value: 2 });
  const { body } = await organization.directory.send("PATCH", `/Users/${id}`, change);
  expect(body[badge]).toEqual({ code: "a", level: 2 });
});

describe("what would lose or confuse what is there is refused", () => {
  let organization: TestOrganization;
  beforeAll(async () => {
    organization = await openOrganization(house);
    await declare(house, organization, small(...kept));
  });
  const kept = ["code", { name: "tags", multiValued: true }, { name: "pin", mutability: "writeOnly" }];
  const table: [what: string, body: unknown, words: string][] = [
    ["an attribute less", small("code"), "tags"],
    ["another type", small(...kept.slice(1), { name: "code", type: "integer" }), "code"],
    ["one value instead of many", small("code", "tags", ...kept.slice(2)), "tags"],
    ["what was never shown, shown", small(...kept.slice(0, 2), "pin"), "pin is declared as never returned"],
    ["a value that is required now", small(...kept.slice(1), { name: "code", required: true }), "code"],
    ["a new value that is required", small(...kept, { name: "level", required: true }), "level"],
    ["another name", { ...small(...kept), name: "Pass" }, "name"],
    ["another resource type", { ...small(...kept), resourceType: "Group" }, "resource type"],
    ["the name of another schema", { ...small(...kept), id: "urn:example:pass:1.0" }, "Badge"],
    ["the name in another case, for groups", { ...schemaOf("Group"), name: "BADGE" }, "Badge"],
    ["a URN that continues another", { ...small("x"), id: `${badge}:Extra`, name: "Extra" }, badge],
    ["the URN of the core", { ...small("x"), id: schemas.user, name: "Core" }, "id"],
    ["the URN of the extension", { ...small("x"), id: schemas.enterprise, name: "More" }, "id"],
    ["no schema", { name: "x" }, "schemas"],
    ["nothing", null, "JSON object"],
  ];
  test.each(table)("%s", (_, body, words) => expectRefused(organization, body, words));

  test("an eleventh schema", async () => {
    const place = await openOrganization(house);
    const nth = (n: number) => ({ ...small("x"), id: `urn:example:n${n}:1.0`, name: `N${n}` });
    for (let n = 0; n < 10; n += 1) await declare(house, place, nth(n));
    await expectRefused(place, nth(10), "10 schemas");
  });
});

test("what is required is required where the extension is used (RFC 7643 section 7)", async () => {
  const organization = await openOrganization(house);
  await declare(house, organization, small({ name: "code", required: true }, "color"));
  const post = (more: Record<string, unknown>) =>
    organization.directory.send("POST", "/Users", entraUser(organization.address("ada"), more));
  const missing = await post({ [badge]: { color: "red" } });
  expectProblem(missing, 400, "invalidValue");
  expect(missing.body.detail).toMatch(/code/);
  expect(missing.body.detail).not.toContain("extension_");
  const { status, body } = await post({});
  expect(status, JSON.stringify(body)).toBe(201);
  const patch = (...operations: Record<string, unknown>[]) =>
    organization.directory.send("PATCH", `/Users/${body.id}`, patchOf(...operations));
  expectProblem(await patch({ op: "add", path: `${badge}:color`, value: "red" }), 400, "invalidValue");
  const both = { op: "add", value: { [badge]: { code: "a", color: "red" } } };
  expect((await patch(both)).body[badge]).toEqual({ code: "a", color: "red" });
  expectProblem(await patch({ op: "remove", path: `${badge}:code` }), 400, "mutability");
  expect((await patch({ op: "remove", path: badge })).body).not.toHaveProperty([badge]);
});

test("a schema that is taken back takes its values along, and nothing else", async () => {
  const organization = await openOrganization(house);
  const { directory, groups } = organization;
  await declare(house, organization, schemaOf("User"));
  await declare(house, organization, schemaOf("Group"));
  const id = await organization.provision("ada", {
    [badge]: values,
    [schemas.enterprise]: { department: "E" },
  });
  const plain = await organization.provision("bob");
  const group = await makeGroup(organization, "Engines", [id], { [team]: values });
  await organization.settled();
  const resources = [`/Users/${id}`, `/Groups/${group}`, `/Users/${plain}`];
  const read = () => Promise.all(resources.map((path) => directory.send("GET", path)));
  const before = await read();
  const number = (await organization.events()).length;

  await removeSchema(house.deps, organization.id, badge.toUpperCase());
  await removeSchema(house.deps, organization.id, team);
  const after = await read();
  for (const [index, urn] of [badge, team].entries()) {
    const { [urn]: _, schemas: named, meta, ...rest } = before[index]?.body ?? {};
    const { schemas: left, meta: now, ...others } = after[index]?.body ?? {};
    expect(others).toEqual(rest);
    expect(left).toEqual(named.filter((one: string) => one !== urn));
    expect(now.version).not.toBe(meta.version);
    expect(after[index]?.headers.get("ETag")).toBe(now.version);
  }
  expect(after[2]?.body).toEqual(before[2]?.body);
  expect(await listSchemas(house.deps, organization.id)).toEqual([]);
  expectProblem(await directory.send("GET", `/Schemas/${badge}`), 404);
  const filter = encodeURIComponent(`${badge}:code pr`);
  expectProblem(await directory.send("GET", `/Users?filter=${filter}`), 400, "invalidFilter");

  const patched = await organization.patch(id, { op: "replace", path: "title", value: "Analyst" });
  expect(patched.status, JSON.stringify(patched.body)).toBe(200);
  await groups.patch(group, { op: "replace", path: "externalId", value: "g-1" });
  const told = (await organization.events()).slice(number);
  expect(told).toMatchObject([
    { kind: "member.updated", member: id, detail: ["title"] },
    { kind: "group.updated", group, detail: ["externalId"] },
  ]);

  await declare(house, organization, small({ name: "code", type: "integer" }));
  expect(await organization.read(id)).not.toHaveProperty([badge]);
  const anew = await organization.patch(id, { op: "add", path: `${badge}:code`, value: 7 });
  expect(anew.body[badge]).toEqual({ code: 7 });
  await expect(removeSchema(house.deps, organization.id, "urn:example:none")).rejects.toMatchObject({
    name: "Refusal",
    message: expect.stringContaining("urn:example:none"),
  });
});

test("a write that read the group before its schema was taken back does not bring the values back", async () => {
  const organization = await openOrganization(house);
  await declare(house, organization, schemaOf("Group"));
  const group = await makeGroup(organization, "Engines", [], { [team]: { code: "a" } });
  await organization.settled();
  const { store } = house.deps;
  const before = await store.groups.findOne({ _id: group });
  await removeSchema(house.deps, organization.id, team);
  const after = await store.groups.findOne({ _id: group });
  expect(after?.attributesVersion).not.toBe(before?.attributesVersion);
  expect(JSON.stringify(after)).not.toContain("extension_");
});

test("what a slow write left of a schema that is gone disturbs nobody, and does not come back with the next one", async () => {
  const organization = await openOrganization(house);
  const { members, groups } = house.deps.store;
  const group = await makeGroup(organization, "Engines");
  const ada = await organization.provision("ada");
  const bob = await organization.provision("bob");
  await groups.updateOne({ _id: group }, { $set: { "attributes.extension_Team": { code: 1 } } });
  await members.updateMany(
    { _id: { $in: [ada, bob] } },
    { $set: { "attributes.extension_Badge": { code: 1 } } },
  );
  const patched = await organization.patch(ada, { op: "replace", path: "title", value: "Analyst" });
  expect(patched.status, JSON.stringify(patched.body)).toBe(200);
  await organization.groups.patch(group, { op: "replace", path: "externalId", value: "g-1" });
  expect(JSON.stringify(await groups.findOne({ _id: group }))).not.toContain("extension_");
  await declare(house, organization, small("code"));
  for (const id of [ada, bob]) expect(await organization.read(id)).not.toHaveProperty([badge]);
  const anew = await organization.patch(bob, { op: "add", path: `${badge}:color`, value: "red" });
  expectProblem(anew, 400, "invalidPath");
});
