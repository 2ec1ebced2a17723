/** What a body says beside what is declared, and what it says nothing of (RFC 7643 §2.5, §3, RFC 7644 §3.3, §3.5.1). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { patchOf, schemas } from "../support/scim-client.ts";
import { expectProblem } from "./problem.ts";

type Body = Record<string, unknown>;

let house: House;
let organization: TestOrganization;
let counter = 0;
let name: string;
const unknown = "urn:example:params:scim:schemas:extension:unknown:2.0:Thing";
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);

beforeAll(async () => {
  house = await openHouse({ worker: false });
  organization = await openOrganization(house);
});
afterAll(() => house.close());
beforeEach(() => {
  counter += 1;
  name = organization.address(`undeclared${counter}`);
});

const plain = {
  Users: (more: Body = {}): Body => ({ schemas: [schemas.user], userName: name, ...more }),
  Groups: (more: Body = {}): Body => ({ schemas: [schemas.group], displayName: name, ...more }),
};

describe.each(["Users", "Groups"] as const)("/%s", (type) => {
  const body = (more?: Body) => plain[type](more);

  /** Posts a body, puts it onto what was posted plainly, and gives back both answers. */
  async function written(more: Body) {
    const made = await send("POST", `/${type}`, body());
    const put = await send("PUT", `/${type}/${made.body.id}`, body(more));
    name = `2${name}`;
    const posted = await send("POST", `/${type}`, body(more));
    expect([put.status, posted.status], JSON.stringify([put.body, posted.body])).toEqual([200, 201]);
    expect(put.body.id).toBe(made.body.id);
    return [put, posted];
  }

  test("without schemas, or with the wrong ones: 400", async () => {
    const before = (await send("GET", `/${type}?count=0`)).body.totalResults;
    const { id } = (await send("POST", `/${type}`, body())).body;
    const other = type === "Users" ? schemas.group : schemas.user;
    for (const wrong of [undefined, null, [], {}, other, [other], [unknown], [null], [[]]]) {
      name = `never-${counter}`;
      expectProblem(await send("POST", `/${type}`, body({ schemas: wrong })), 400, "invalidSyntax");
      expectProblem(await send("PUT", `/${type}/${id}`, body({ schemas: wrong })), 400, "invalidSyntax");
      const patch = { ...patchOf({ op: "remove", path: "externalId" }), schemas: wrong };
      expectProblem(await send("PATCH", `/${type}/${id}`, patch), 400, "invalidSyntax");
    }
    expect((await send("GET", `/${type}?count=0`)).body.totalResults).toBe(before + 1);
  });

  test("names of attributes and schemas are taken in any case", async () => {
    const { schemas: urns, ...own } = body({ externalId: "any case" });
    const shouted = Object.fromEntries(Object.entries(own).map(([key, value]) => [key.toUpperCase(), value]));
    const answer = await send("POST", `/${type}`, { Schemas: [String(urns).toUpperCase()], ...shouted });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject(body({ externalId: "any case" }));
  });

  test("attributes and extensions that nobody declared are ignored, and not shown", async () => {
    for (const { body: shown } of await written({
      schemas: [...[body()["schemas"]].flat(), unknown],
      [unknown]: { colour: "blue", deep: [{ x: [1, null] }] },
      eyeColor: "blue",
      constructor: { prototype: 1 },
      "name.givenName": "x",
      $where: "1",
    })) {
      expect(shown.schemas).toEqual(body()["schemas"]);
      for (const key of [unknown, "eyeColor", "constructor", "name.givenName", "$where"])
        expect(Object.keys(shown)).not.toContain(key);
    }
  });

  test("id, meta and other read-only attributes are the server's, whatever is sent", async () => {
    const answers = await written({
      id: "mine",
      meta: {
        resourceType: "Thing",
        created: "1999-01-01T00:00:00Z",
        lastModified: "1999-01-01T00:00:00Z",
        location: "https://elsewhere.example/",
        version: "mine",
      },
      groups: [{ value: "g", display: "Admins" }],
    });
    for (const { body: shown } of answers) {
      expect(shown.id).not.toBe("mine");
      expect(shown.meta.resourceType).toBe(type.slice(0, -1));
      expect(shown.meta.location).toBe(`${organization.directory.url}/${type}/${shown.id}`);
      expect(Date.parse(shown.meta.created)).toBeGreaterThan(Date.now() - 600_000);
      expect(shown.meta.version).toMatch(/^W\//);
      expect(shown).not.toHaveProperty("groups");
    }
    expectProblem(await send("GET", `/${type}/mine`), 404);
  });

  test("null and an empty list are as good as nothing: the attribute is unassigned", async () => {
    for (const nothing of [null, []]) {
      const full = body({ externalId: `full-${counter}` });
      const { id } = (await send("POST", `/${type}`, full)).body;
      const put = await send("PUT", `/${type}/${id}`, { ...full, externalId: nothing });
      expect(put.status, JSON.stringify(put.body)).toBe(200);
      expect(put.body).not.toHaveProperty("externalId");
      expect(JSON.stringify((await send("GET", `/${type}/${id}`)).body)).not.toContain("null");
      name = `3${name}`;
    }
  });

  test("a PUT unassigns what it says nothing of", async () => {
    const { id } = (await send("POST", `/${type}`, body({ externalId: "gone" }))).body;
    const put = await send("PUT", `/${type}/${id}`, body());
    expect([put.status, "externalId" in put.body]).toEqual([200, false]);
  });

  test("a required attribute cannot be unassigned", async () => {
    const required = type === "Users" ? "userName" : "displayName";
    const { id } = (await send("POST", `/${type}`, body())).body;
    for (const nothing of [undefined, null, "", []]) {
      const without = body({ [required]: nothing });
      expectProblem(await send("PUT", `/${type}/${id}`, without), 400, "invalidValue");
      expectProblem(await send("POST", `/${type}`, without), 400, "invalidValue");
    }
  });
});

describe("the enterprise extension", () => {
  const extension = { [schemas.enterprise]: { department: "Research", manager: { value: "m" } } };

  test("is accepted where schemas does not name it, by POST, PUT and PATCH, and then named", async () => {
    const posted = await send("POST", "/Users", plain.Users(extension));
    expect([posted.status, posted.body[schemas.enterprise]?.department]).toEqual([201, "Research"]);
    expect(posted.body.schemas).toEqual([schemas.user, schemas.enterprise]);
    const path = `/Users/${posted.body.id}`;
    const bare = await send("PUT", path, plain.Users());
    expect([bare.status, bare.body.schemas, schemas.enterprise in bare.body]).toEqual([
      200,
      [schemas.user],
      false,
    ]);
    const put = await send("PUT", path, plain.Users(extension));
    expect(put.body[schemas.enterprise].manager.value).toBe("m");
    const patched = await send(
      "PATCH",
      path,
      patchOf({ op: "add", value: { [`${schemas.enterprise}:division`]: "D" } }),
    );
    expect(patched.body[schemas.enterprise]).toMatchObject({ department: "Research", division: "D" });
  });

  test("is nothing where it is named and empty, or null, and its URN is taken in any case", async () => {
    const both = [schemas.user, schemas.enterprise];
    const { id } = (await send("POST", "/Users", plain.Users({ ...extension, schemas: both }))).body;
    for (const nothing of [undefined, null, {}, { department: null, manager: {} }, { department: "" }]) {
      const put = await send(
        "PUT",
        `/Users/${id}`,
        plain.Users({ schemas: both, [schemas.enterprise]: nothing }),
      );
      expect([put.status, put.body.schemas]).toEqual([200, [schemas.user]]);
      expect(put.body).not.toHaveProperty([schemas.enterprise]);
    }
    const shouted = plain.Users({ [schemas.enterprise.toUpperCase()]: { DEPARTMENT: "D" } });
    expect((await send("PUT", `/Users/${id}`, shouted)).body[schemas.enterprise]).toEqual({
      department: "D",
    });
  });

  test("is not one of groups, where it is ignored", async () => {
    const { status, body } = await send("POST", "/Groups", plain.Groups(extension));
    expect([status, body.schemas, schemas.enterprise in body]).toEqual([201, [schemas.group], false]);
  });
});

test("complex and multi-valued attributes in which nothing is assigned are unassigned", async () => {
  const nothing = {
    name: { givenName: null, familyName: "" },
    emails: [],
    phoneNumbers: [{}, { value: null }],
    addresses: null,
    title: "",
    roles: [null],
  };
  const { status, body } = await send("POST", "/Users", plain.Users(nothing));
  expect(status).toBe(201);
  for (const attribute of Object.keys(nothing)) expect(body).not.toHaveProperty(attribute);
});
