/** What a bulk takes, what it answers, and what it refuses (RFC 7644 §3.7). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf, schemas } from "../support/scim-client.ts";
import { bulkOf, change, expectFailed, idIn, newGroup, newUser, sendBulk, statusesOf } from "./bulks.ts";
import { groupOf, makeGroup, makeUsers, membersOf } from "./groups.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
const bytesMax = 600_000;
const operationsMax = 1_000;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
const bulk = (operations: readonly unknown[], more = {}) => sendBulk(organization, operations, more);
const count = async () => (await organization.members()).length;

beforeAll(async () => {
  house = await openHouse({
    environment: { BULK_MAX_BYTES: String(bytesMax), BULK_MAX_OPERATIONS: String(operationsMax) },
  });
  organization = await openOrganization(house, { seats: 5_000 });
});
afterAll(() => house.close());

test("every method on users and groups in one bulk, each answered in its place (section 3.7.3)", async () => {
  const [ada = "", bob = "", eve = ""] = await makeUsers(organization, "ada", "bob", "eve");
  const [red = "", blue = "", grey = ""] = [
    await makeGroup(organization, "Red", [ada, bob]),
    await makeGroup(organization, "Blue", [ada]),
    await makeGroup(organization, "Grey", [ada]),
  ];
  const answers = await bulk([
    { method: "DELETE", path: `/Groups/${grey}`, bulkId: "gone" },
    newUser(organization, "new"),
    change(`/Users/${ada}`, "title", "Countess"),
    { method: "PUT", path: `/Groups/${red}`, data: groupOf("Red 2", [bob]) },
    { method: "PUT", path: `/Users/${bob}`, data: entraUser(organization.address("bob"), { title: "Sir" }) },
    newGroup("Green", [bob]),
    change(`/Groups/${blue}`, "displayName", "Blue 2"),
    { method: "DELETE", path: `/Users/${eve}` },
  ]);
  const { url } = organization.directory;
  const version = expect.stringMatching(/^W\/"\d+"$/);
  expect(answers).toEqual([
    { method: "DELETE", bulkId: "gone", location: `${url}/Groups/${grey}`, status: "204" },
    {
      method: "POST",
      bulkId: "new",
      location: expect.stringContaining(`${url}/Users/`),
      version,
      status: "201",
    },
    { method: "PATCH", location: `${url}/Users/${ada}`, version, status: "200" },
    { method: "PUT", location: `${url}/Groups/${red}`, version, status: "200" },
    { method: "PUT", location: `${url}/Users/${bob}`, version, status: "200" },
    {
      method: "POST",
      bulkId: "Green",
      location: expect.stringContaining(`${url}/Groups/`),
      version,
      status: "201",
    },
    { method: "PATCH", location: `${url}/Groups/${blue}`, version, status: "200" },
    { method: "DELETE", location: `${url}/Users/${eve}`, status: "204" },
  ]);
  for (const answer of answers.filter(({ status }) => status !== "204")) {
    const { headers, body } = await send("GET", answer.location.slice(url.length));
    expect([headers.get("ETag"), body.meta.location]).toEqual([answer.version, answer.location]);
  }
  for (const gone of [`/Groups/${grey}`, `/Users/${eve}`]) expectProblem(await send("GET", gone), 404);
  expect([(await organization.read(ada)).title, (await organization.read(bob)).title]).toEqual([
    "Countess",
    "Sir",
  ]);
  expect(await membersOf(organization, red)).toEqual([bob]);
  expect(await membersOf(organization, idIn(answers[5]))).toEqual([bob]);
});

test("names are taken in any case, and a path with or without its slash", async () => {
  const { status, body } = await send("POST", "/Bulk", {
    SCHEMAS: ["URN:ietf:params:scim:api:messages:2.0:bulkrequest"],
    FAILONERRORS: 1,
    operations: [
      { METHOD: "post", Path: "Users", BulkID: "Any", DATA: entraUser(organization.address("any1")) },
      { method: "Post", path: "/users/", bulkid: "any", data: entraUser(organization.address("any2")) },
    ],
  });
  expect(status).toBe(200);
  expect(body.Operations).toMatchObject([
    { method: "POST", bulkId: "Any", status: "201" },
    { method: "POST", bulkId: "any", status: "201" },
  ]);
});

describe("an operation that cannot be read fails alone with 400", () => {
  const user = () => entraUser(organization.address("never"));
  const table: [string, () => unknown, string?][] = [
    ["a method that there is not", () => ({ method: "GET", path: "/Users/x" })],
    ["no method", () => ({ path: "/Users", bulkId: "x", data: user() })],
    ["a number for a method", () => ({ method: 5, path: "/Users", bulkId: "x", data: user() })],
    ["an endpoint that there is not", () => ({ method: "POST", path: "/Things", bulkId: "x", data: user() })],
    ["no path", () => ({ method: "POST", bulkId: "x", data: user() })],
    ["a path of discovery", () => ({ method: "DELETE", path: "/Schemas/x" })],
    ["a bulk in it", () => ({ method: "POST", path: "/Bulk", bulkId: "x", data: bulkOf([]) })],
    ["a path that goes up", () => ({ method: "DELETE", path: "/Users/../Groups/x" })],
    ["a whole URL", () => ({ method: "DELETE", path: `${organization.directory.url}/Users/x` })],
    ["a POST with an id", () => ({ method: "POST", path: "/Users/x", bulkId: "x", data: user() })],
    ["a PUT without an id", () => ({ method: "PUT", path: "/Users", data: user() })],
    ["a DELETE of all", () => ({ method: "DELETE", path: "/Users/" })],
    ["a POST without a bulkId", () => ({ method: "POST", path: "/Users", data: user() })],
    ["an empty bulkId", () => ({ method: "POST", path: "/Users", bulkId: "", data: user() })],
    ["a number for a bulkId", () => ({ method: "POST", path: "/Users", bulkId: 1, data: user() })],
    [
      "a bulkId that is too long",
      () => ({ method: "POST", path: "/Users", bulkId: "x".repeat(201), data: user() }),
    ],
    ["no data", () => ({ method: "POST", path: "/Users", bulkId: "x" })],
    ["a list for data", () => ({ method: "PATCH", path: "/Users/x", data: [] })],
    ["a text for an operation", () => "POST /Users"],
    ["null for an operation", () => null],
    ["data of another type", () => ({ method: "POST", path: "/Groups", bulkId: "x", data: user() })],
    [
      "data without a userName",
      () => newUser(organization, "never", { userName: undefined }),
      "invalidValue",
    ],
  ];
  for (const [what, operation, scimType = "invalidSyntax"] of table) {
    test(what, async () => {
      const before = await count();
      const local = `beside-${before}`;
      const [answer, other] = await bulk([operation(), newUser(organization, local)]);
      expectFailed(answer, 400, scimType);
      expect([other.status, await count()]).toEqual(["201", before + 1]);
    });
  }

  test("and the answer says where the resource is, wherever that is known", async () => {
    const [ada = ""] = await makeUsers(organization, "located");
    const path = `/Users/${ada}`;
    const answers = await bulk([
      { method: "PATCH", path },
      { method: "PUT", path, version: 7, data: {} },
      change(path, "eyeColor", "blue"),
      change("/Groups/nobody", "displayName", "x"),
    ]);
    expect(statusesOf(answers)).toEqual(["400", "400", "400", "404"]);
    const { url } = organization.directory;
    expect(answers.map(({ location }) => location)).toEqual([
      ...[1, 2, 3].map(() => url + path),
      `${url}/Groups/nobody`,
    ]);
  });

  test("so does a second operation with the same bulkId, and references mean the first", async () => {
    const [first, second, group] = await bulk([
      newUser(organization, "twin"),
      { ...newUser(organization, "twin2"), bulkId: "twin" },
      newGroup("Twins", ["bulkId:twin"]),
    ]);
    expectFailed(second, 400, "invalidValue");
    expect(statusesOf([first, group])).toEqual(["201", "201"]);
    expect(await membersOf(organization, idIn(group))).toEqual([idIn(first)]);
    expect(await organization.find(`userName eq "${organization.address("twin2")}"`)).toEqual([]);
  });
});

describe("a body that is no bulk is 400, and nothing of it is done", () => {
  const wrong: [string, () => unknown][] = [
    ["no schemas", () => ({ Operations: [newUser(organization, "never")] })],
    ["another schema", () => ({ ...patchOf(), Operations: [newUser(organization, "never")] })],
    ["no operations", () => bulkOf([], { Operations: undefined })],
    ["an object of operations", () => bulkOf([], { Operations: newUser(organization, "never") })],
    ["a list", () => [bulkOf([newUser(organization, "never")])]],
    ["half of it", () => JSON.stringify(bulkOf([newUser(organization, "never")])).slice(0, -1)],
    ...[0, -1, 1.5, "1", true, [], 1e300].map((failOnErrors): [string, () => unknown] => [
      `failOnErrors ${JSON.stringify(failOnErrors)}`,
      () => bulkOf([newUser(organization, "never")], { failOnErrors }),
    ]),
    [
      "what nests too deep",
      () => {
        const deep = `${"[".repeat(65)}${"]".repeat(65)}`;
        return JSON.stringify(bulkOf([newUser(organization, "never", { x: "|" })])).replace('"|"', deep);
      },
    ],
  ];
  for (const [what, body] of wrong)
    test(what, async () => {
      const before = await count();
      expectProblem(await send("POST", "/Bulk", body()), 400, "invalidSyntax");
      expect(await count()).toBe(before);
    });

  test("a bulk of nothing is done", async () => expect(await bulk([])).toEqual([]));
});

test("only a POST by whom there is a key for, in JSON, is a bulk", async () => {
  const body = bulkOf([newUser(organization, "never")]);
  for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
    const answer = await send(method, "/Bulk", ["GET", "DELETE"].includes(method) ? undefined : body);
    expectProblem(answer, 405);
    expect(answer.headers.get("Allow")).toBe("POST");
  }
  expectProblem(await send("POST", "/Bulk", body, { Authorization: "" }), 401);
  expectProblem(await send("POST", "/Bulk", body, { "Content-Type": "text/plain" }), 415);
  expectProblem(await send("POST", "/Users/Bulk", body), 405);
  expect(await organization.find(`userName eq "${organization.address("never")}"`)).toEqual([]);
});

describe("the limits that ServiceProviderConfig announces are kept", () => {
  test("so many operations, and no more: 413, and nothing is done", async () => {
    const { maxOperations } = (await send("GET", "/ServiceProviderConfig")).body.bulk;
    expect(maxOperations).toBe(operationsMax);
    const nobody = (amount: number) =>
      Array.from({ length: amount }, (_, index) => ({ method: "DELETE", path: `/Users/nobody${index}` }));
    const all = await bulk(nobody(maxOperations));
    expect([all.length, new Set(statusesOf(all))]).toEqual([maxOperations, new Set(["404"])]);
    const one = newUser(organization, "never");
    expectProblem(await send("POST", "/Bulk", bulkOf([one, ...nobody(maxOperations)])), 413);
    expect(await organization.find(`userName eq "${organization.address("never")}"`)).toEqual([]);
  });

  test("so many bytes, and no more: 413, and nothing is done", async () => {
    const { maxPayloadSize } = (await send("GET", "/ServiceProviderConfig")).body.bulk;
    expect(maxPayloadSize).toBe(bytesMax);
    const filled = (local: string, bytes: number) => {
      const text = JSON.stringify(bulkOf([newUser(organization, local)]));
      return text + " ".repeat(bytes - text.length);
    };
    expect((await send("POST", "/Bulk", filled("full", maxPayloadSize))).status).toBe(200);
    expectProblem(await send("POST", "/Bulk", filled("never", maxPayloadSize + 1)), 413);
    expect(await organization.find(`userName eq "${organization.address("never")}"`)).toEqual([]);
    expect(await organization.find(`userName eq "${organization.address("full")}"`)).toHaveLength(1);
  });
});

test("another organization's resources are 404 and stay as they are", async () => {
  const other = await openOrganization(house);
  const [eve = ""] = await makeUsers(other, "eve");
  const foreign = await makeGroup(other, "Red", [eve]);
  const answers = await bulk([
    change(`/Users/${eve}`, "title", "Stolen"),
    { method: "PUT", path: `/Users/${eve}`, data: entraUser(organization.address("stolen")) },
    { method: "DELETE", path: `/Users/${eve}` },
    change(`/Groups/${foreign}`, "displayName", "Stolen"),
    { method: "DELETE", path: `/Groups/${foreign}` },
    newGroup("With a stranger", [eve]),
  ]);
  for (const answer of answers.slice(0, -1)) expectFailed(answer, 404);
  expect(await membersOf(organization, idIn(answers.at(-1)))).toEqual([]);
  expect((await other.read(eve)).title).toBeUndefined();
  expect(await membersOf(other, foreign)).toEqual([eve]);
});

test("hostile names and values change nothing but what they name", async () => {
  const before = await count();
  const text = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"__proto__":{"failOnErrors":1},
    "Operations":[{"__proto__":{"method":"DELETE"},"method":"POST","path":"/Users","bulkId":"__proto__","data":${JSON.stringify(
      entraUser(organization.address("hostile"), { title: "$where" }),
    ).replace("{", '{"__proto__":{"active":false},"constructor":{"x":1},')}},
    {"method":"POST","path":"/Groups","bulkId":"toString","data":${JSON.stringify(groupOf("$where", ["bulkId:__proto__", "$ne"]))}},
    {"method":"DELETE","path":"/Users/__proto__"},
    {"method":"DELETE","path":"/Users/bulkId:constructor"}]}`;
  const { status, body } = await send("POST", "/Bulk", text);
  expect([status, statusesOf(body.Operations)]).toEqual([200, ["201", "201", "404", "409"]]);
  expect(await membersOf(organization, idIn(body.Operations[1]))).toEqual([idIn(body.Operations[0])]);
  expect((await organization.read(idIn(body.Operations[0]))).active).toBe(true);
  expect(await count()).toBe(before + 1);
});

test("what is turned off is 403 in each operation, and the rest is done", async () => {
  const off = await openOrganization(house);
  const [ada = ""] = await makeUsers(off, "ada");
  await changeOrganization(house.deps, off.id, { settings: { provisionUsers: false } });
  const answers = await sendBulk(off, [
    newUser(off, "bob"),
    change(`/Users/${ada}`, "title", "x"),
    { method: "DELETE", path: `/Users/${ada}` },
    newGroup("Red", [ada]),
  ]);
  for (const answer of answers.slice(0, 3)) expectFailed(answer, 403);
  expect(await membersOf(off, idIn(answers[3]))).toEqual([ada]);
});

test("1,000 users in one bulk: all are made in few commands, and invited", async () => {
  const crowded = await openOrganization(house, { seats: 5_000 });
  const users = Array.from({ length: 1_000 }, (_, index) => ({
    ...newUser(crowded, `u${index}`),
    data: { schemas: [schemas.user], userName: crowded.address(`u${index}`) },
  }));
  const { database } = house.deps.store;
  await database.command({ profile: 2 });
  const answers = await sendBulk(crowded, users);
  await database.command({ profile: 0 });
  expect(answers.map(({ bulkId, status }) => [bulkId, status])).toEqual(
    users.map((_, index) => [`u${index}`, "201"]),
  );
  expect(new Set(answers.map(idIn)).size).toBe(1_000);
  const inserts = { ns: `${database.databaseName}.members`, op: "insert" };
  const commits = await database.collection("system.profile").find(inserts).toArray();
  expect(commits.reduce((sum, { ["ninserted"]: ninserted }) => sum + Number(ninserted), 0)).toBe(1_000);
  expect(commits.length).toBeLessThan(50);
  await crowded.settled(50_000);
  const members = await crowded.members();
  expect(members.filter(({ status }) => status === "invited")).toHaveLength(1_000);
});
