import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf, schemas } from "../support/scim-client.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
let id: string;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
const always = ["schemas", "id"];

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  id = await organization.provision("ada", {
    title: "Countess",
    phoneNumbers: [
      { type: "work", value: "1" },
      { type: "home", value: "2" },
    ],
    [schemas.enterprise]: { department: "Engines", manager: { value: "m" } },
  });
});
afterAll(() => house.close());

async function shown(query: string) {
  const one = await send("GET", `/Users/${id}?${query}`);
  const list = await send("GET", `/Users?filter=id eq "${id}"&${query}`);
  expect(one.status, JSON.stringify(one.body)).toBe(200);
  expect(list.body.Resources).toEqual([one.body]);
  return one.body;
}

describe("attributes", () => {
  const table: [string, string[]][] = [
    ["userName", ["userName"]],
    ["USERNAME,Title", ["userName", "title"]],
    [" userName , title ", ["userName", "title"]],
    ["urn:ietf:params:scim:schemas:core:2.0:User:userName", ["userName"]],
    ["emails", ["emails"]],
    ["meta", ["meta"]],
    ["id", []],
    [schemas.enterprise, [schemas.enterprise]],
    ["userName,unknown,name.unknown", ["userName"]],
    ["nickName", []],
    ["password", []],
  ];
  for (const [names, keys] of table) {
    test(`${names}: these, the id and the schemas, and nothing else`, async () => {
      const user = await shown(`attributes=${encodeURIComponent(names)}`);
      expect(Object.keys(user).toSorted()).toEqual([...always, ...keys].toSorted());
      const { body: whole } = await send("GET", `/Users/${id}`);
      for (const key of [...always, ...keys]) expect(user[key]).toEqual(whole[key]);
    });
  }

  test("parts: those parts alone, of every value", async () => {
    expect(await shown("attributes=name.givenName,phoneNumbers.value,meta.version")).toEqual({
      id,
      schemas: [schemas.user, schemas.enterprise],
      name: { givenName: "Given" },
      phoneNumbers: [{ value: "1" }, { value: "2" }],
      meta: { version: expect.any(String) },
    });
  });

  test("parts of the extension, by the URN or bare", async () => {
    for (const name of [`${schemas.enterprise}:department`, "department"])
      expect((await shown(`attributes=${name}`))[schemas.enterprise]).toEqual({ department: "Engines" });
  });

  test("two parts of one attribute come together", async () => {
    expect(
      await shown("attributes=name.givenName,name.familyName,phoneNumbers.type,phoneNumbers.value"),
    ).toMatchObject({
      name: { givenName: "Given", familyName: "Family" },
      phoneNumbers: [
        { type: "work", value: "1" },
        { type: "home", value: "2" },
      ],
    });
  });
});

describe("excludedAttributes", () => {
  test("are not there at all, and the rest is", async () => {
    const { body: whole } = await send("GET", `/Users/${id}`);
    const { emails: _, title: __, ...rest } = whole;
    expect(await shown("excludedAttributes=Emails,title,unknown")).toEqual(rest);
  });

  test("the id and the schemas are there whatever is excluded", async () => {
    expect(await shown("excludedAttributes=id,schemas,meta,userName")).toMatchObject({
      id,
      schemas: [schemas.user, schemas.enterprise],
    });
  });

  test("parts, and parts of the extension", async () => {
    const user = await shown(
      `excludedAttributes=name.formatted,phoneNumbers.type,${schemas.enterprise}:manager`,
    );
    expect(user.name).toEqual({ givenName: "Given", familyName: "Family" });
    expect(user.phoneNumbers).toEqual([{ value: "1" }, { value: "2" }]);
    expect(user[schemas.enterprise]).toEqual({ department: "Engines" });
  });
});

test("both at a time are refused", async () => {
  expectProblem(
    await send("GET", `/Users/${id}?attributes=title&excludedAttributes=name`),
    400,
    "invalidValue",
  );
  expectProblem(await send("GET", "/Users?attributes=title&excludedAttributes=name"), 400, "invalidValue");
});

test("writes show what was asked for, too, and are done in any case", async () => {
  const made = await send("POST", "/Users?attributes=userName", entraUser(organization.address("w")));
  expect(made.status).toBe(201);
  expect(Object.keys(made.body).toSorted()).toEqual(["id", "schemas", "userName"]);
  const path = `/Users/${made.body.id}`;
  const patched = await send(
    "PATCH",
    `${path}?attributes=title`,
    patchOf({ op: "add", value: { title: "T", nickName: "N" } }),
  );
  expect(patched.body).toEqual({ id: made.body.id, schemas: [schemas.user], title: "T" });
  expect((await send("GET", path)).body).toMatchObject({
    title: "T",
    nickName: "N",
    displayName: expect.any(String),
  });
});

test("a write that is refused for what it asked to see is not done", async () => {
  const userName = organization.address("twice");
  expectProblem(
    await send("POST", "/Users?attributes=id&excludedAttributes=name", entraUser(userName)),
    400,
    "invalidValue",
  );
  expect((await send("GET", `/Users?filter=userName eq "${userName}"`)).body.totalResults).toBe(0);
});
