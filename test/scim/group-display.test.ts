/**
 * What a member is called in a group: as it was sent with the member, else as the member is called now
 * (RFC 7643 §2.4, `display`; §4.2).
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf } from "../support/scim-client.ts";
import { crowd, groupOf, makeGroup, makeUsers } from "./groups.ts";

let house: House;
let organization: TestOrganization;
let ada: string;
let bob: string;
let count = 0;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  [ada = "", bob = ""] = await makeUsers(organization, "ada", "bob");
  await organization.settled();
});
afterAll(() => house.close());

function fresh(): string {
  count += 1;
  return `Group ${count}`;
}

const called = (value: string, display?: unknown) => ({ value, ...(display !== undefined && { display }) });
const own = (local: string) => `Person ${organization.address(local)}`;

/** Posts a group with one member, who is sent with a name or without one. */
const groupOfAda = (display?: unknown) =>
  makeGroup(organization, fresh(), undefined, { members: [called(ada, display)] });

const patch = (id: string, ...operations: Record<string, unknown>[]) =>
  organization.groups.patch(id, ...operations);

/** The names of a group's members as a GET shows them, by their ids. */
async function namesIn(id: string): Promise<Record<string, string>> {
  const { members } = await organization.groups.read(id);
  return Object.fromEntries(
    members.map(({ value, display }: { value: string; display: string }) => [value, display]),
  );
}

describe("a name that is sent is shown", () => {
  test("with a POST, in the answer and afterwards", async () => {
    const body = groupOf(fresh(), undefined, { members: [called(ada, "The Countess"), called(bob)] });
    const { body: made } = await send("POST", "/Groups", body);
    expect(made.members).toContainEqual({
      value: ada,
      $ref: `${organization.directory.url}/Users/${ada}`,
      display: "The Countess",
      type: "User",
    });
    expect(await namesIn(made.id)).toEqual({ [ada]: "The Countess", [bob]: own("bob") });
  });

  test("with a PUT, and changed by the next one", async () => {
    const id = await groupOfAda();
    const { displayName } = await organization.groups.read(id);
    for (const display of ["A", "B"]) {
      const members = [called(ada, display)];
      const { body } = await send("PUT", `/Groups/${id}`, groupOf(displayName, undefined, { members }));
      expect(body.members.map((member: { display: string }) => member.display)).toEqual([display]);
      expect(await namesIn(id)).toEqual({ [ada]: display });
    }
  });

  const operations: [what: string, operation: (member: unknown) => Record<string, unknown>][] = [
    ["add", (member) => ({ op: "add", path: "members", value: [member] })],
    ["add of a single object", (member) => ({ op: "Add", path: "members", value: member })],
    ["replace", (member) => ({ op: "replace", path: "members", value: [member] })],
    ["add without a path", (member) => ({ op: "add", value: { members: [member] } })],
  ];
  test.each(operations)("with a PATCH, %s: first, and changed by another", async (_, operation) => {
    const id = await makeGroup(organization, fresh());
    for (const display of ["A", "B"]) {
      await patch(id, operation(called(ada, display)));
      expect(await namesIn(id)).toEqual({ [ada]: display });
    }
  });

  test("of several in one PATCH the last one counts", async () => {
    const id = await makeGroup(organization, fresh());
    await patch(
      id,
      { op: "add", path: "members", value: [called(ada, "A")] },
      { op: "add", path: "members", value: [called(ada, "B")] },
    );
    expect(await namesIn(id)).toEqual({ [ada]: "B" });
  });

  test("and is another one in another group", async () => {
    const [one, two] = [await groupOfAda("A"), await groupOfAda("B")];
    expect([await namesIn(one), await namesIn(two)]).toEqual([{ [ada]: "A" }, { [ada]: "B" }]);
  });

  test("alone, where nothing else is asked for (RFC 7644 section 3.9)", async () => {
    const id = await groupOfAda("The Countess");
    const { body } = await send("GET", `/Groups/${id}?attributes=members.display`);
    expect(body.members).toEqual([{ display: "The Countess" }]);
    const { body: without } = await send("GET", `/Groups/${id}?excludedAttributes=members.display`);
    expect(Object.keys(without.members[0]).toSorted()).toEqual(["$ref", "type", "value"]);
  });

  test("for thousands in one body", async () => {
    // Nobody waits for the work on so many.
    const place = await openOrganization(house);
    const people = await crowd(house, place, 3_000);
    const sent = (index: number) => (index % 2 === 0 ? `Name ${index}` : undefined);
    const members = people.map((value, index) => called(value, sent(index)));
    const { status, body } = await place.directory.send(
      "POST",
      "/Groups",
      groupOf(fresh(), undefined, { members }),
    );
    expect(status).toBe(201);
    const names = (await place.groups.read(body.id)).members.map(
      ({ display }: { display: string }) => display,
    );
    for (const [index, name] of names.entries()) expect(name).toMatch(sent(index) ?? /^Person \d+$/);
    const again = patchOf({
      op: "add",
      path: "members",
      value: people.map((value) => called(value, "Again")),
    });
    expect((await place.directory.send("PATCH", `/Groups/${body.id}`, again)).status).toBe(204);
    const after = (await place.groups.read(body.id)).members;
    expect(new Set(after.map(({ display }: { display: string }) => display))).toEqual(new Set(["Again"]));
  });
});

describe("where none was sent, it is the member's own", () => {
  test("the displayName, else the formatted name, else the userName, also after a change", async () => {
    const eve = await organization.provision("eve");
    const id = await makeGroup(organization, fresh(), [eve]);
    expect(await namesIn(id)).toEqual({ [eve]: own("eve") });
    await organization.patch(eve, { op: "replace", path: "displayName", value: "Eve" });
    expect(await namesIn(id)).toEqual({ [eve]: "Eve" });
    await organization.patch(eve, { op: "remove", path: "displayName" });
    expect(await namesIn(id)).toEqual({ [eve]: "Given Family" });
    await organization.patch(eve, { op: "remove", path: "name" });
    expect(await namesIn(id)).toEqual({ [eve]: organization.address("eve") });
  });

  test("one that was sent stays when the member is renamed", async () => {
    const dan = await organization.provision("dan");
    const id = await makeGroup(organization, fresh(), undefined, { members: [called(dan, "Sent")] });
    await organization.patch(dan, { op: "replace", path: "displayName", value: "Dan" });
    expect(await namesIn(id)).toEqual({ [dan]: "Sent" });
  });

  const unusable: [what: string, display: unknown][] = [
    ["too long", "x".repeat(201)],
    ["empty", ""],
    ["null", null],
    ["a number", 7],
    ["an object", { value: "x" }],
    ["half a character", "\ud800"],
  ];
  test.each(unusable)("what is %s is not kept", async (_, display) => {
    expect(await namesIn(await groupOfAda(display))).toEqual({ [ada]: own("ada") });
  });

  test("the longest that is kept", async () => {
    expect(await namesIn(await groupOfAda("x".repeat(200)))).toEqual({ [ada]: "x".repeat(200) });
  });

  test("also for who was put in by hand, until the directory sends one", async () => {
    const id = await organization.groups.makeByHand(fresh(), [ada]);
    expect(await namesIn(id)).toEqual({ [ada]: own("ada") });
    await patch(id, { op: "add", path: "members", value: [called(ada, "Sent")] });
    expect(await namesIn(id)).toEqual({ [ada]: "Sent" });
  });

  test("also for who left and comes back without one", async () => {
    const id = await groupOfAda("Sent");
    await organization.settled();
    await patch(id, { op: "remove", path: `members[value eq "${ada}"]` });
    await patch(id, { op: "add", path: "members", value: [called(ada)] });
    expect(await namesIn(id)).toEqual({ [ada]: own("ada") });
  });

  test("also for who leaves and comes back in one PATCH", async () => {
    const id = await groupOfAda("Sent");
    await organization.settled();
    await patch(
      id,
      { op: "remove", path: "members" },
      { op: "add", path: "members", value: [called(ada, "New")] },
    );
    expect(await namesIn(id)).toEqual({ [ada]: "New" });
  });

  test("a name that comes with a removal, or before one, is not kept", async () => {
    const id = await makeGroup(organization, fresh(), [bob]);
    await patch(
      id,
      { op: "add", path: "members", value: [called(ada, "First")] },
      { op: "remove", path: "members", value: [called(ada, "Second")] },
      { op: "add", path: "members", value: [called(ada)] },
    );
    expect(await namesIn(id)).toEqual({ [ada]: own("ada"), [bob]: own("bob") });
  });
});

describe("what a name is for versions and events", () => {
  test("B40 the same name again, or none, changes nothing", async () => {
    const id = await groupOfAda("Sent");
    await organization.settled();
    const { displayName } = await organization.groups.read(id);
    await organization.groups.expectNothing(id, async () => {
      for (const member of [called(ada, "Sent"), called(ada)]) {
        await patch(id, { op: "add", path: "members", value: [member] });
        await patch(id, { op: "replace", path: "members", value: [member] });
        await send("PUT", `/Groups/${id}`, groupOf(displayName, undefined, { members: [member] }));
      }
    });
    expect(await namesIn(id)).toEqual({ [ada]: "Sent" });
  });

  test("B25 a client that sends back what it read names nobody anew", async () => {
    const hal = await organization.provision("hal");
    const id = await makeGroup(organization, fresh(), [hal, ada]);
    await organization.settled();
    const body = await organization.groups.read(id);
    await organization.groups.expectNothing(id, async () => {
      expect((await send("PUT", `/Groups/${id}`, body)).status).toBe(200);
      await patch(id, { op: "replace", path: "members", value: body.members });
      await patch(id, { op: "add", path: "members", value: body.members });
    });
    const { body: made } = await send("POST", "/Groups", { ...body, displayName: fresh() });
    await organization.patch(hal, { op: "replace", path: "displayName", value: "Hal" });
    expect([await namesIn(id), await namesIn(made.id)]).toMatchObject([{ [hal]: "Hal" }, { [hal]: "Hal" }]);
  });

  test("the person's own name takes the place of one that was sent", async () => {
    const id = await groupOfAda("Sent");
    await patch(id, { op: "add", path: "members", value: [called(ada, own("ada"))] });
    expect(await namesIn(id)).toEqual({ [ada]: own("ada") });
  });

  test("another name is another version, and no event", async () => {
    const id = await groupOfAda("Sent");
    await organization.settled();
    const [etag, story] = [await organization.groups.etag(id), await organization.groups.story(id)];
    await patch(id, { op: "add", path: "members", value: [called(ada, "Other")] });
    await organization.afterwards();
    expect(await organization.groups.etag(id)).not.toBe(etag);
    expect(await organization.groups.story(id)).toEqual(story);
    expect(await organization.groups.expectOneState(id)).toEqual([ada]);
  });

  test("a condition holds for a name as well (RFC 7644 section 3.14)", async () => {
    const id = await groupOfAda("Sent");
    await organization.settled();
    const etag = (await organization.groups.etag(id)) ?? "";
    const body = patchOf({ op: "add", path: "members", value: [called(ada, "Other")] });
    const first = await send("PATCH", `/Groups/${id}`, body, { "If-Match": etag });
    expect(first.status).toBe(200);
    expect((await send("PATCH", `/Groups/${id}`, body, { "If-Match": etag })).status).toBe(412);
  });

  test("the user's own groups say the group's name, whatever the member is called there", async () => {
    const gus = await organization.provision("gus");
    const name = fresh();
    await makeGroup(organization, name, undefined, { members: [called(gus, "Sent")] });
    const { groups } = await organization.read(gus);
    expect(groups).toMatchObject([{ display: name, type: "direct" }]);
    const { userName } = entraUser(organization.address("gus"));
    expect(await organization.find(`userName eq "${userName}"`)).toEqual([gus]);
  });
});
