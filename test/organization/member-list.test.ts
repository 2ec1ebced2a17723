/**
 * Finding members: every page once and in order, every filter exactly those it means, every beginning of a name.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pageOfMembers } from "../../api/organization/members/list.ts";
import { actByHand, requireMember } from "../../api/organization/members/members.ts";
import { type MemberView, memberQuery } from "../../api/organization/schema/member.ts";
import { requireOrganization } from "../../api/organization/settings/organizations.ts";
import { type House, openHouse } from "../support/house.ts";
import { provisionAs } from "../support/joining.ts";
import { admin, openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser } from "../support/scim-client.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** As a request asks: texts in a query. */
async function ask(organization: TestOrganization, query: Record<string, string> = {}) {
  const place = await requireOrganization(house.deps, organization.id);
  return pageOfMembers(house.deps, place, memberQuery.parse(query));
}

async function names(organization: TestOrganization, query: Record<string, string> = {}): Promise<string[]> {
  const { items } = await ask(organization, { limit: "1000", ...query });
  return items.map(({ userName }) => userName.split("@")[0] ?? "");
}

async function allPages(organization: TestOrganization, limit: number): Promise<MemberView[]> {
  const found: MemberView[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof ask>> = await ask(organization, {
      limit: String(limit),
      ...(after !== null && { after }),
    });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    after = page.next;
  } while (after !== null);
  return found;
}

describe("pages", () => {
  let organization: TestOrganization;
  beforeAll(async () => {
    organization = await openOrganization(house);
    // The same beginning, longer than a place holds, and letters of all kinds.
    const long = "l".repeat(600);
    const locals = [
      "Zoë",
      "ada",
      "Bob",
      "éve",
      "漢字",
      "bob.b",
      ...["a", "b", "c"].map((end) => `${long}${end}`),
    ];
    for (const userName of locals) {
      const address = organization.address(`m${locals.indexOf(userName)}`);
      const emails = [{ value: address, type: "work", primary: true }];
      const { status } = await organization.directory.send("POST", "/Users", {
        ...entraUser(address),
        userName,
        emails,
      });
      expect(status).toBe(201);
    }
    await organization.settled();
  });

  for (const limit of [1, 2, 3, 5, 10, 11]) {
    test(`of ${limit} show everybody once, by userName whatever its case`, async () => {
      const all = await allPages(organization, limit);
      expect(all.map(({ userName }) => userName.slice(0, 10))).toEqual([
        "ada",
        "Bob",
        "bob.b",
        ...Array.from({ length: 3 }, () => "l".repeat(10)),
        organization.address("owner").slice(0, 10),
        "Zoë",
        "éve",
        "漢字",
      ]);
      expect(new Set(all.map(({ id }) => id)).size).toBe(10);
    });
  }

  test("go on where they were when who was last is renamed or removed meanwhile", async () => {
    const own = await openOrganization(house);
    const ids = [await own.provision("a"), await own.provision("b"), await own.provision("c")];
    const first = await ask(own, { limit: "2" });
    const after = first.next ?? "";
    await own.patch(ids[1] ?? "", { op: "replace", path: "userName", value: own.address("zzz") });
    const rest = await ask(own, { after });
    expect(rest.items.map(({ id }) => id)).toEqual(expect.arrayContaining([ids[2], ids[1]]));
    await own.remove(ids[1] ?? "");
    expect((await ask(own, { after })).items.map(({ id }) => id)).toContain(ids[2]);
  });

  test("what is no place is a bad request, and so is another thing in its form", async () => {
    const place = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const wrong = [
      "x",
      "",
      "💥",
      place({ $gt: "" }),
      place([{ $gt: "" }, "x"]),
      place(["", "nobody"]),
      place([]),
    ];
    for (const after of wrong)
      await expect(ask(organization, { after }), after).rejects.toMatchObject({ code: "badRequest" });
  });

  test("nobody of another organization is in them, whatever is asked for", async () => {
    const other = await openOrganization(house);
    const foreign = (await allPages(organization, 50)).map(({ id }) => id).join();
    expect(await names(other)).toEqual(["owner"]);
    expect(await names(other, { ids: foreign })).toEqual([]);
    expect(await names(other, { search: "bob" })).toEqual([]);
  });
});

describe("filters", () => {
  let organization: TestOrganization;
  let bob: string;
  beforeAll(async () => {
    organization = await openOrganization(house, { seats: 6 });
    await provisionAs(house, organization, "confirmed", "confirmed");
    await provisionAs(house, organization, "accepted", "accepted");
    bob = await organization.provision("bob");
    const out = await organization.provision("out");
    await organization.setActive(out, "False");
    const linked = organization.address("linked");
    await organization.inviteByHand("linked");
    await organization.directory.send("POST", "/Users", entraUser(linked));
    const held = await organization.inviteByHand("held");
    await actByHand(house.deps, await requireMember(house.deps, organization.id, held), "revoke", admin);
    await organization.settled();
    house.mailbox.refuse((address) =>
      address === organization.address("far") ? { code: 550, text: "no such mailbox" } : null,
    );
    await organization.provision("far");
    house.mailbox.refuse(null);
    await organization.provision("seatless");
    const gone = await organization.provision("gone");
    await organization.remove(gone);
  });

  const table: [Record<string, string>, string[]][] = [
    [{}, ["accepted", "bob", "confirmed", "far", "held", "linked", "out", "owner", "seatless"]],
    [{ status: "invited" }, ["bob", "far", "linked"]],
    [{ status: "accepted" }, ["accepted"]],
    [{ status: "confirmed" }, ["confirmed", "owner"]],
    [{ status: "revoked" }, ["held", "out"]],
    [{ status: "staged" }, ["seatless"]],
    [{ role: "owner" }, ["owner"]],
    [{ role: "admin" }, []],
    [{ role: "member" }, ["accepted", "bob", "confirmed", "far", "held", "linked", "out", "seatless"]],
    [{ origin: "hand" }, ["held", "linked", "owner"]],
    [{ origin: "directory", status: "invited" }, ["bob", "far"]],
    [{ linked: "true" }, ["linked"]],
    [{ linked: "true", origin: "directory" }, []],
    [{ linked: "false", status: "invited" }, ["bob", "far"]],
    [{ unreachable: "true" }, ["far"]],
    [{ unreachable: "false", status: "invited" }, ["bob", "linked"]],
    [{ waiting: "true" }, ["seatless"]],
    [{ waiting: "false", status: "staged" }, []],
    [{ expired: "true" }, []],
    [{ expired: "false", status: "invited" }, ["bob", "far", "linked"]],
    [{ search: "o" }, ["out", "owner"]],
    [{ search: "o", status: "confirmed" }, ["owner"]],
  ];
  for (const [query, found] of table) {
    test(`${JSON.stringify(query)}: ${found.join(", ") || "nobody"}`, async () => {
      expect(await names(organization, query)).toEqual(found);
    });
  }

  test("by ids: those who are here, without those who are not", async () => {
    const ids = [bob, "nobody", ""].join();
    expect(await names(organization, { ids })).toEqual(["bob"]);
    expect(await names(organization, { ids, status: "accepted" })).toEqual([]);
  });

  test("expired: those whose invitation has ended, at that moment", async () => {
    const place = await requireOrganization(house.deps, organization.id);
    const later = { ...house.deps, now: () => new Date(Date.now() + 30 * 24 * 60 * 60 * 1_000) };
    const { items } = await pageOfMembers(later, place, memberQuery.parse({ expired: "true" }));
    expect(items.map(({ status }) => status)).toEqual(["invited", "invited", "invited"]);
  });
});

describe("search", () => {
  let organization: TestOrganization;
  beforeAll(async () => {
    organization = await openOrganization(house);
    const people = [
      ["ada", "Ada Lovelace", "Lovelace", "countess"],
      ["adam", "Adam Riese", "Riese", "adam"],
      ["zoe", "Zoë Šimić", "Šimić", "zoe"],
      ["strasse", "Frau Straße", "Straße", "strasse"],
      ["dots", "a.*b (c) $gt", "O'Hara", "dots"],
    ] as const;
    for (const [local, displayName, familyName, mail] of people) {
      const emails = [{ value: organization.address(mail), type: "work", primary: true }];
      const name = { givenName: "X", familyName };
      await organization.provision(local, { displayName, name, emails });
    }
  });

  const table: [string, string[]][] = [
    ["ada", ["ada", "adam"]],
    ["ADA", ["ada", "adam"]],
    [" ada ", ["ada", "adam"]],
    ["ada lov", ["ada"]],
    ["love", ["ada"]],
    ["countess@", ["ada"]],
    ["velace", []],
    ["zoë", ["zoe"]],
    ["ZOË", ["zoe"]],
    ["zoe\u0308", ["zoe"]],
    ["ši", ["zoe"]],
    ["straße", ["strasse"]],
    ["o'h", ["dots"]],
    ["a.", ["dots"]],
    [".*", []],
    ["^ada", []],
    ["$gt", []],
    ['{"$gt":""}', []],
    ["\u0000", []],
  ];
  for (const [search, found] of table) {
    test(`${JSON.stringify(search)}: ${found.join(", ") || "nobody"}`, async () => {
      expect(await names(organization, { search })).toEqual(found);
    });
  }

  test("whoever is called exactly so comes first, and there are no more than the limit", async () => {
    expect(await names(organization, { search: "adam riese", limit: "1" })).toEqual(["adam"]);
    expect(await names(organization, { search: organization.address("adam"), limit: "1" })).toEqual(["adam"]);
    const { items, next } = await ask(organization, { search: "a", limit: "1" });
    expect([items.length, next]).toEqual([1, null]);
  });

  test("an empty search is none", async () => {
    expect(await names(organization, { search: "  " })).toHaveLength(6);
  });

  test("who was renamed is found by the new name at once, and by the old one no more", async () => {
    const id = (await organization.find(`userName eq "${organization.address("adam")}"`))[0] ?? "";
    await organization.directory.send("PATCH", `/Users/${id}`, {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
      Operations: [{ op: "replace", path: "name.familyName", value: "Adler" }],
    });
    expect(await names(organization, { search: "adl" })).toEqual(["adam"]);
    expect(await names(organization, { search: "ries" })).toEqual([]);
  });
});
