/** In which order a bulk is done, and where it ends when operations fail (RFC 7644 §3.7, §3.7.1). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf } from "../support/scim-client.ts";
import {
  change,
  expectFailed,
  idIn,
  managedBy,
  newGroup,
  newUser,
  type Sent,
  sendBulk,
  statusesOf,
} from "./bulks.ts";
import { makeGroup, makeUsers, membersOf } from "./groups.ts";

let house: House;
let organization: TestOrganization;
const bulk = (operations: readonly unknown[], more: Sent = {}) => sendBulk(organization, operations, more);
const user = (local: string, more: Sent = {}) => newUser(organization, local, more);
const found = (local: string) => organization.find(`userName eq "${organization.address(local)}"`);
const rename = (id: string, local: string) => change(`/Users/${id}`, "userName", organization.address(local));

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
});
afterAll(() => house.close());

describe("operations are done as if one after the other", () => {
  test("changes of one resource, of which the last is what stays", async () => {
    const [ada = ""] = await makeUsers(organization, "ada");
    const titles = Array.from({ length: 10 }, (_, index) => `T${index}`);
    const answers = await bulk(titles.map((title) => change(`/Users/${ada}`, "title", title)));
    expect(new Set(statusesOf(answers))).toEqual(new Set(["200"]));
    const versions = answers.map(({ version }) => Number(/\d+/.exec(version)?.[0]));
    expect(versions).toEqual(versions.toSorted((one, other) => one - other));
    expect(new Set(versions).size).toBe(10);
    expect((await organization.read(ada)).title).toBe("T9");
  });

  test("changes of one group, one of which waits for a user", async () => {
    const group = await makeGroup(organization, "Ordered");
    const members = (value: Sent[]) => ({
      method: "PATCH",
      path: `/Groups/${group}`,
      data: patchOf({ op: "replace", path: "members", value }),
    });
    const answers = await bulk([members([{ value: "bulkId:waited" }]), members([]), user("waited")]);
    expect(statusesOf(answers)).toEqual(["200", "200", "201"]);
    expect(await membersOf(organization, group)).toEqual([]);
  });

  test("a DELETE, and a POST of the same userName or displayName", async () => {
    const [first = ""] = await makeUsers(organization, "again");
    const group = await makeGroup(organization, "Again");
    const answers = await bulk([
      { method: "DELETE", path: `/Users/${first}` },
      user("again"),
      { method: "DELETE", path: `/Groups/${group}` },
      newGroup("Again"),
      { method: "DELETE", path: `/Users/${first}` },
    ]);
    expect(statusesOf(answers)).toEqual(["204", "201", "204", "201", "404"]);
    expect(await found("again")).toEqual([idIn(answers[1])]);
    expect(idIn(answers[1])).not.toBe(first);
  });

  test("two POSTs of one userName: the first is made", async () => {
    const [first, second] = await bulk([user("same"), { ...user("SAME"), bulkId: "other" }]);
    expect(first.status).toBe("201");
    expectFailed(second, 409, "uniqueness");
    expect(await found("same")).toEqual([idIn(first)]);
  });

  test("names that go from one to the next, and that two exchange", async () => {
    const [a = "", b = "", c = ""] = await makeUsers(organization, "a", "b", "c");
    const chain = await bulk([rename(c, "d"), rename(b, "c"), rename(a, "b")]);
    expect(statusesOf(chain)).toEqual(["200", "200", "200"]);
    expect([await found("b"), await found("c"), await found("d")]).toEqual([[a], [b], [c]]);
    const swap = await bulk([rename(a, "tmp"), rename(b, "b"), rename(a, "c")]);
    expect(statusesOf(swap)).toEqual(["200", "200", "200"]);
    expect([await found("c"), await found("b"), await found("tmp")]).toEqual([[a], [b], []]);
    const groups = [await makeGroup(organization, "G1"), await makeGroup(organization, "G2")];
    const renamed = await bulk([
      change(`/Groups/${groups[1]}`, "displayName", "G3"),
      change(`/Groups/${groups[0]}`, "displayName", "G2"),
    ]);
    expect(statusesOf(renamed)).toEqual(["200", "200"]);
    expect(await organization.groups.named("G2")).toEqual([groups[0]]);
  });

  test("each at the version that it names, and not at another", async () => {
    const [ada = ""] = await makeUsers(organization, "versions");
    const group = await makeGroup(organization, "Versions");
    const { version } = (await organization.read(ada)).meta;
    const answers = await bulk([
      change(`/Users/${ada}`, "title", "Right", { version }),
      change(`/Users/${ada}`, "title", "Stale", { version }),
      { method: "PUT", path: `/Users/${ada}`, version, data: entraUser(organization.address("versions")) },
      { method: "DELETE", path: `/Users/${ada}`, version },
      change(`/Groups/${group}`, "displayName", "Stale", { version: 'W/"99"' }),
      { method: "DELETE", path: `/Groups/${group}`, version: "no version" },
    ]);
    expect(statusesOf(answers)).toEqual(["200", "412", "412", "412", "412", "412"]);
    for (const answer of answers.slice(1)) expectFailed(answer, 412);
    expect((await organization.read(ada)).title).toBe("Right");
    expect((await organization.groups.read(group)).displayName).toBe("Versions");
  });

  test("what changes nothing leaves the version, and says which it is", async () => {
    const [ada = ""] = await makeUsers(organization, "still");
    const { meta } = await organization.read(ada);
    const [answer] = await bulk([change(`/Users/${ada}`, "active", "True")]);
    expect([answer.status, answer.version]).toEqual(["200", meta.version]);
    expect((await organization.read(ada)).meta).toEqual(meta);
  });
});

describe("failOnErrors: the bulk ends once so many have failed, and tells what was tried", () => {
  const wrong = { method: "DELETE", path: "/Users/nobody" };
  const unread = { method: "GET", path: "/Users" };
  const table: [number | undefined, string[]][] = [
    [1, ["201", "404"]],
    [2, ["201", "404", "201", "400"]],
    [3, ["201", "404", "201", "400", "404"]],
    [4, ["201", "404", "201", "400", "404", "201"]],
    [undefined, ["201", "404", "201", "400", "404", "201"]],
  ];
  for (const [failOnErrors, statuses] of table) {
    test(failOnErrors === undefined ? "without it all is tried" : String(failOnErrors), async () => {
      const locals = ["x", "y", "z"].map((local) => `${local}${failOnErrors ?? ""}`);
      const [x = "", y = "", z = ""] = locals;
      const answers = await bulk([user(x), wrong, user(y), unread, wrong, user(z)], { failOnErrors });
      expect(statusesOf(answers)).toEqual(statuses);
      const made = (await Promise.all(locals.map(found))).flat();
      expect(made).toEqual(answers.filter(({ status }) => status === "201").map(idIn));
    });
  }

  test("of many of one kind no more fail than may, and none is done behind the last", async () => {
    const taken = await makeUsers(organization, "taken");
    expect(taken).toHaveLength(1);
    for (const failOnErrors of [1, 2, 5]) {
      const many = Array.from({ length: 30 }, (_, index) => ({
        ...user(index % 3 === 2 ? "taken" : `many${failOnErrors}-${index}`),
        bulkId: String(index),
      }));
      const answers = await bulk(many, { failOnErrors });
      const last = failOnErrors * 3 - 1;
      expect(answers.map(({ bulkId }) => Number(bulkId))).toEqual(
        Array.from({ length: answers.length }, (_, index) => index),
      );
      expect(statusesOf(answers).filter((status) => status === "409")).toHaveLength(failOnErrors);
      expect([answers.length, answers.at(-1).status]).toEqual([last + 1, "409"]);
      expect(await organization.find(`userName sw "many${failOnErrors}-"`)).toHaveLength(failOnErrors * 2);
    }
  });

  test("it goes by the order in which it is done, and the answer by the order in which it was sent", async () => {
    const answers = await bulk([newGroup("Behind", ["bulkId:ahead"]), wrong, user("ahead")], {
      failOnErrors: 1,
    });
    expect(answers.map(({ method, status }) => [method, status])).toEqual([["DELETE", "404"]]);
    expect([await found("ahead"), await organization.groups.named("Behind")]).toEqual([[], []]);
  });

  test("what was made without what it refers to is said not to be whole, when that is not made any more", async () => {
    const answers = await bulk(
      [
        user("begun", managedBy("bulkId:unmade")),
        user("wrong", { ...managedBy("bulkId:begun"), active: "perhaps" }),
        user("unmade", managedBy("bulkId:begun")),
      ],
      { failOnErrors: 1 },
    );
    expect(answers.map(({ bulkId, status }) => [bulkId, status])).toEqual([
      ["begun", "409"],
      ["wrong", "400"],
    ]);
    expect(await found("begun")).toEqual([idIn(answers[0])]);
    expect(await found("unmade")).toEqual([]);
  });
});
