/** What a client prefers to be answered to a write (RFC 7240 §4.2), and what it cannot be answered: `/Me`. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf } from "../support/scim-client.ts";
import { groupOf, makeGroup, makeUsers } from "./groups.ts";
import { expectProblem } from "./problem.ts";

let house: House;
let organization: TestOrganization;
let ada: string;
let red: string;
let counter = 0;
const send: TestOrganization["directory"]["send"] = (...request) => organization.directory.send(...request);
const fresh = (what: string) => {
  counter += 1;
  return `${what}${counter}`;
};
const user = (title: string) => entraUser(organization.address("ada"), { title });

beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  [ada = ""] = await makeUsers(organization, "ada");
  red = await makeGroup(organization, "Red", [ada]);
});
afterAll(() => house.close());

/** Writes of both types that change something each time. */
const writes: [string, () => [string, string, unknown], number][] = [
  ["POST of a user", () => ["POST", "/Users", entraUser(organization.address(fresh("new")))], 201],
  ["PUT of a user", () => ["PUT", `/Users/${ada}`, user(fresh("T"))], 200],
  [
    "PATCH of a user",
    () => ["PATCH", `/Users/${ada}`, patchOf({ op: "add", value: { title: fresh("T") } })],
    200,
  ],
  ["POST of a group", () => ["POST", "/Groups", groupOf(fresh("New"), [ada])], 201],
  ["PUT of a group", () => ["PUT", `/Groups/${red}`, groupOf(fresh("Red"), [ada])], 200],
  [
    "PATCH of a group",
    () => ["PATCH", `/Groups/${red}`, patchOf({ op: "add", value: { externalId: fresh("E") } })],
    200,
  ],
];

describe("return=minimal: the headers alone", () => {
  for (const [what, write, status] of writes) {
    test(what, async () => {
      const [method, path, body] = write();
      for (const query of ["", "?attributes=id", "?excludedAttributes=meta"]) {
        const written = method === "POST" ? write() : ([method, path, body] as const);
        const answer = await send(method, path + query, written[2], { Prefer: "return=minimal" });
        expect([answer.status, answer.body]).toEqual([status === 201 ? 201 : 204, null]);
        expect(answer.headers.get("Preference-Applied")).toBe("return=minimal");
        expect(answer.headers.get("Content-Type")).toBeNull();
        const location = answer.headers.get("Location") ?? "";
        expect(method === "POST" || location === organization.directory.url + path).toBe(true);
        const read = await send("GET", location.slice(organization.directory.url.length));
        expect(answer.headers.get("ETag")).toBe(read.body.meta.version);
      }
    });
  }
});

describe("the whole, as without a preference", () => {
  for (const [what, write, status] of writes) {
    test(what, async () => {
      for (const prefer of ["", "return=representation", "respond-async, wait=100", "handling=lenient"]) {
        const { status: answered, headers, body } = await send(...write(), { Prefer: prefer });
        expect([answered, headers.get("Preference-Applied")], prefer).toEqual([status, null]);
        expect(headers.get("ETag")).toBe(body.meta.version);
      }
    });
  }
});

describe("which preferences are minimal (RFC 7240 section 2)", () => {
  const table: [string, boolean][] = [
    ["return=minimal", true],
    ["Return = minimal", true],
    ['return="minimal"', true],
    ["return=minimal; x=y", true],
    ["respond-async, return=minimal", true],
    ["wait=5;x,return=minimal,handling=lenient", true],
    ["return=minimal, return=representation", true],
    ["return=representation, return=minimal", false],
    ["respond-async; return=minimal", false],
    ["return", false],
    ["return=minimalist", false],
    ["minimal", false],
    ["x-return=minimal", false],
    [",;=,", false],
  ];
  for (const [prefer, isMinimal] of table) {
    test(prefer, async () => {
      const { status } = await send("PUT", `/Users/${ada}`, user(fresh("T")), { Prefer: prefer });
      expect(status).toBe(isMinimal ? 204 : 200);
    });
  }
});

test("what fails is told in whole, and a read is not asked what it prefers", async () => {
  const prefer = { Prefer: "return=minimal" };
  expectProblem(
    await send("POST", "/Users", entraUser(organization.address("ada")), prefer),
    409,
    "uniqueness",
  );
  expectProblem(await send("PUT", "/Groups/nobody", groupOf("X"), prefer), 404);
  const read = await send("GET", `/Users/${ada}`, undefined, prefer);
  expect([read.status, read.body.id, read.headers.get("Preference-Applied")]).toEqual([200, ada, null]);
  expect(
    (await send("DELETE", `/Groups/${await makeGroup(organization, "Brief")}`, undefined, prefer)).status,
  ).toBe(204);
});

describe("/Me is 501 (RFC 7644 section 3.11)", () => {
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
    test(method, async () => {
      const body = ["GET", "DELETE"].includes(method) ? undefined : user("T");
      for (const path of ["/Me", "/me", "/Me?attributes=id", "/Me/"])
        expectProblem(await send(method, path, body), 501);
      expectProblem(await send(method, "/Me", body, { Authorization: "" }), 401);
      expectProblem(await send(method, "/Me", body, { Authorization: "Bearer wrong" }), 401);
    });
  }

  test("HEAD", async () => {
    const { status, body } = await send("HEAD", "/Me");
    expect([status, body]).toEqual([501, null]);
  });
});

test("what is answered says where it is: Location and Content-Location are meta.location (RFC 7643 3.1, RFC 7644 3.5)", async () => {
  for (const path of [`/Users/${ada}`, `/Groups/${red}`]) {
    const write = patchOf({ op: "replace", path: "externalId", value: fresh("x") });
    const whole = await send("GET", path);
    const { id: _, meta: __, ...body } = whole.body;
    for (const [method, sent] of [["GET"], ["PUT", body], ["PATCH", write]] as const) {
      const { headers, body: shown } = await send(method, path, sent);
      const places = [headers.get("Location"), headers.get("Content-Location")];
      expect(places, `${method} ${path}`).toEqual([shown.meta.location, shown.meta.location]);
    }
  }
});
