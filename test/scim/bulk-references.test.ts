/** What operations of a bulk say of each other's resources (RFC 7644 §3.7.2). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf, schemas } from "../support/scim-client.ts";
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
const managerOf = async (id: string) =>
  (await organization.read(id))[schemas.enterprise]?.manager?.value as unknown;
const found = (local: string) => organization.find(`userName eq "${organization.address(local)}"`);

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
});
afterAll(() => house.close());

describe("a group has the users that the same bulk makes", () => {
  test("before it and after it, beside one that was there", async () => {
    const [old = ""] = await makeUsers(organization, "old");
    const answers = await bulk([
      user("before"),
      newGroup("Both", ["bulkId:before", old, "bulkId:after"]),
      user("after"),
    ]);
    expect(statusesOf(answers)).toEqual(["201", "201", "201"]);
    const [before, group, after] = answers.map(idIn);
    expect(await membersOf(organization, group ?? "")).toEqual([before, old, after].toSorted());
    await organization.settled();
    expect(await organization.groups.ofMember(after ?? "")).toEqual(["Both"]);
  });

  test("by a PATCH and by a PUT of it, whatever the form of the value", async () => {
    const [one, two] = [await makeGroup(organization, "Patched"), await makeGroup(organization, "Put")];
    const add = (...operations: Sent[]) => ({
      method: "PATCH",
      path: `/Groups/${one}`,
      data: patchOf(...operations),
    });
    const answers = await bulk([
      add(
        { op: "add", path: "members", value: [{ value: "bulkId:p1" }] },
        { op: "add", path: "members", value: { value: "bulkId:p2" } },
      ),
      add({ op: "add", value: { members: [{ value: "bulkId:p3" }] } }),
      { ...newGroup("Put", ["bulkId:p1"]), method: "PUT", path: `/Groups/${two}` },
      user("p1"),
      user("p2"),
      user("p3"),
    ]);
    expect(statusesOf(answers)).toEqual(["200", "200", "200", "201", "201", "201"]);
    expect(await membersOf(organization, one)).toEqual(answers.slice(3).map(idIn).toSorted());
    expect(await membersOf(organization, two)).toEqual([idIn(answers[3])]);
  });

  test("under the id that a person has who was invited by hand (row B13)", async () => {
    const byHand = await organization.inviteByHand("hand");
    const [group, linked] = await bulk([newGroup("Linked", ["bulkId:hand"]), user("hand")]);
    expect([linked.status, idIn(linked)]).toEqual(["201", byHand]);
    expect(await membersOf(organization, idIn(group))).toEqual([byHand]);
  });
});

describe("a user has as manager whom the same bulk makes", () => {
  test("in a circle of two, of three, and alone", async () => {
    for (const size of [2, 3, 1]) {
      const local = (index: number) => `circle${size}-${index % size}`;
      const answers = await bulk(
        Array.from({ length: size }, (_, index) =>
          user(local(index), managedBy(`bulkId:${local(index + 1)}`)),
        ),
      );
      expect(statusesOf(answers)).toEqual(answers.map(() => "201"));
      const ids = answers.map(idIn);
      for (const [index, id] of ids.entries()) {
        const { body, headers } = await organization.directory.send("GET", `/Users/${id}`);
        expect(body[schemas.enterprise].manager.value).toBe(ids[(index + 1) % size]);
        expect(headers.get("ETag")).toBe(answers[index].version);
      }
    }
  });

  test("in a chain of 50, from either end", async () => {
    for (const step of [1, -1]) {
      const local = (index: number) => `chain${step}-${index}`;
      const operations = Array.from({ length: 50 }, (_, index) => {
        const to = index + step;
        return user(local(index), to < 0 || to > 49 ? {} : managedBy(`bulkId:${local(to)}`));
      });
      const answers = await bulk(operations);
      expect(new Set(statusesOf(answers))).toEqual(new Set(["201"]));
      const ids = answers.map(idIn);
      for (const index of [0, 7, 49]) expect(await managerOf(ids[index] ?? "")).toBe(ids[index + step]);
    }
  });

  test("and what a later operation of the bulk gives the user is not taken back by the circle", async () => {
    const [early, , , patched] = await bulk([
      user("early", managedBy("bulkId:late")),
      change("/Users/bulkId:early", "title", "Kept"),
      user("late", managedBy("bulkId:early")),
      change("/Users/bulkId:late", "title", "Kept"),
      change("/Groups/nobody", "displayName", "x"),
    ]);
    expect([early.status, patched.status]).toEqual(["201", "200"]);
    for (const { title } of [await organization.read(idIn(early)), await organization.read(idIn(patched))])
      expect(title).toBe("Kept");
    expect(await managerOf(idIn(early))).toBe(idIn(patched));
  });

  test("and may be removed in the same bulk, circle or not", async () => {
    const answers = await bulk([
      user("brief1", managedBy("bulkId:brief2")),
      { method: "DELETE", path: "/Users/bulkId:brief1" },
      user("brief2", managedBy("bulkId:brief1")),
    ]);
    expect(statusesOf(answers)).toEqual(["201", "204", "201"]);
    expect([(await found("brief1")).length, (await found("brief2")).length]).toEqual([0, 1]);
  });
});

describe("a reference is the id in a path, too", () => {
  test("of a PATCH, a PUT and a DELETE, before or after what makes the resource", async () => {
    const answers = await bulk([
      change("/Users/bulkId:target", "title", "First"),
      user("target"),
      newGroup("Target"),
      {
        ...newGroup("Target 2", ["bulkId:target"]),
        bulkId: undefined,
        method: "PUT",
        path: "/Groups/bulkId:Target",
      },
      user("short"),
      { method: "DELETE", path: "Users/bulkId:short" },
    ]);
    expect(statusesOf(answers)).toEqual(["200", "201", "201", "200", "201", "204"]);
    const [patched, made, group, put, short, removed] = answers;
    expect([patched.location, put.location, removed.location]).toEqual([
      made.location,
      group.location,
      short.location,
    ]);
    expect((await organization.read(idIn(made))).title).toBe("First");
    expect(await membersOf(organization, idIn(group))).toEqual([idIn(made)]);
    expect(await found("short")).toEqual([]);
  });
});

describe("what refers to nothing is 409, alone, and makes nothing", () => {
  test("an operation that fails, one that no bulkId names, and what waits for those", async () => {
    const answers = await bulk([
      user("sound"),
      user("broken", { userName: 5 }),
      newGroup("To the broken", ["bulkId:broken", "bulkId:sound"]),
      newGroup("To nobody", ["bulkId:nobody"]),
      user("underling", managedBy("bulkId:boss")),
      user("boss", managedBy("bulkId:broken")),
      change("/Users/bulkId:broken", "title", "x"),
      { method: "DELETE", path: "/Users/bulkId:" },
      newGroup("Sound", ["bulkId:sound"]),
    ]);
    expect(statusesOf(answers)).toEqual(["201", "400", "409", "409", "409", "409", "409", "409", "201"]);
    for (const answer of answers.slice(2, -1)) {
      expectFailed(answer, 409);
      expect("location" in answer, "all but a failed POST have one").toBe(answer.method !== "POST");
      expect(answer.response.detail).toContain("bulkId:");
    }
    for (const name of ["To the broken", "To nobody"])
      expect(await organization.groups.named(name)).toEqual([]);
    for (const local of ["underling", "boss"]) expect(await found(local)).toEqual([]);
  });

  test("one in a circle that refers to nobody besides", async () => {
    const two = user("half1", {
      [schemas.enterprise]: { manager: { value: "bulkId:half2" }, department: "bulkId:nobody" },
    });
    const answers = await bulk([two, user("half2", managedBy("bulkId:half1"))]);
    expect(statusesOf(answers)).toEqual(["409", "409"]);
    for (const local of ["half1", "half2"]) expect(await found(local)).toEqual([]);
  });

  test("a PUT does not make anything that others can refer to", async () => {
    const [ada = ""] = await makeUsers(organization, "put");
    const [put, group] = await bulk([
      { method: "PUT", path: `/Users/${ada}`, bulkId: "put", data: entraUser(organization.address("put")) },
      newGroup("To a PUT", ["bulkId:put"]),
    ]);
    expect(put.status).toBe("200");
    expectFailed(group, 409);
  });

  test("a very long reference, which is not repeated whole", async () => {
    const [answer] = await bulk([newGroup("Long", [`bulkId:${"x".repeat(5_000)}`])]);
    expectFailed(answer, 409);
    expect(answer.response.detail.length).toBeLessThan(500);
  });
});

test("groups that are to hold each other, which groups cannot (B37), are told as in requests of their own", async () => {
  const inside = (name: string, other: string) => {
    const group = newGroup(name);
    return { ...group, data: { ...Object(group["data"]), members: [{ value: other, type: "Group" }] } };
  };
  const [outer = "", alone] = [await makeGroup(organization, "Outer"), organization.directory];
  const { status } = await alone.send("POST", "/Groups", Object(inside("Alone", outer)).data);
  const answers = await bulk([inside("Ring 1", "bulkId:Ring 2"), inside("Ring 2", "bulkId:Ring 1")]);
  expect(statusesOf(answers)).toEqual([String(status), String(status)]);
});

test("where a circle cannot be closed, the answer says so of the resource that was made (section 3.7.1)", async () => {
  const answers = await bulk([
    user("open1", managedBy("bulkId:open2")),
    user("open2", { ...managedBy("bulkId:open1"), userName: organization.address("open1") }),
  ]);
  expectFailed(answers[0], 409);
  expectFailed(answers[1], 409, "uniqueness");
  expect(await found("open1")).toEqual([idIn(answers[0])]);
});

test("outside of a bulk such a text is a value like any other", async () => {
  const path = `/Users/${(await makeUsers(organization, "plain"))[0]}`;
  const { status, body } = await organization.directory.send(
    "PATCH",
    path,
    patchOf({ op: "replace", path: "title", value: "bulkId:x" }),
  );
  expect([status, body.title]).toEqual([200, "bulkId:x"]);
});
