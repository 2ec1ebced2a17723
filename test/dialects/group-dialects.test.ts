/**
 * Plays every exchange of the directories about groups against the real API: the answer's status, type and body, what
 * a GET of the group shows afterwards, and that another group has not been touched.
 */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { type Answer, entraUser, patchOf, schemas } from "../support/scim-client.ts";
import { withFlag, withoutFlag } from "./entra-groups.ts";
import { exchanges as entraValidates } from "./entra-validator-groups.ts";
import { filled } from "./exchange.ts";
import type { GroupExchange } from "./group-exchange.ts";
import { exchanges as okta } from "./okta-groups.ts";
import { jumpCloud, oneLogin } from "./other-groups.ts";

const directories: Readonly<Record<string, readonly GroupExchange[]>> = {
  Entra: withoutFlag,
  "Entra with aadOptscim062020": withFlag,
  "Microsoft's validator": entraValidates,
  Okta: okta,
  OneLogin: oneLogin,
  JumpCloud: jumpCloud,
};

let house: House;
let organization: TestOrganization;
const people: Record<string, string> = {};
beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
  for (const name of ["ada", "bob", "eve"])
    people[name] = await post("/Users", entraUser(organization.address(name)));
});
afterAll(() => house.close());

for (const [directory, exchanges] of Object.entries(directories)) {
  describe(directory, () => {
    test.each(exchanges.map((exchange): [string, GroupExchange] => [exchange.name, exchange]))(
      "%s",
      (_name, exchange) => play(exchange),
    );
  });
}

async function post(path: string, body: unknown): Promise<string> {
  const { status, body: made } = await organization.directory.send("POST", path, body);
  expect(status, JSON.stringify(made)).toBe(201);
  return String(made.id);
}

type Shown = {
  readonly displayName?: string;
  readonly externalId?: string | null;
  readonly members?: readonly string[];
};

async function play(exchange: GroupExchange): Promise<void> {
  const { directory } = organization;
  const guid = randomUUID();
  const name = `Group ${guid}`;
  const marks: Record<string, string> = {
    ...people,
    guid,
    name,
    NAME: name.toUpperCase(),
    otherName: `Other ${guid}`,
  };
  const fill = (text: string) => String(filled(text, marks));
  const other = await post("/Groups", groupAs({ displayName: `Other ${guid}`, members: [fill("{{eve}}")] }));
  const otherBefore = await directory.send("GET", `/Groups/${other}`);
  const before: Shown = { displayName: name, externalId: guid, members: (exchange.before ?? []).map(fill) };
  if (exchange.before) marks["id"] = await post("/Groups", groupAs(before));
  await sinceThen(exchange, marks["id"] ?? "", fill("{{bob}}"));

  const { method, path, headers, body } = exchange.request;
  const answer = await directory.send(method, fill(path).replaceAll(" ", "%20"), filled(body, marks), {
    ...headers,
  });

  requireForm(exchange, answer);
  if (exchange.answer) expect(answer.body).toMatchObject(Object(filled(exchange.answer, marks)));
  for (const key of exchange.absent ?? []) expect(JSON.stringify(answer.body)).not.toContain(`"${key}"`);
  const id = answer.status === 201 ? String(answer.body.id) : marks["id"];
  if (answer.status === 201) requireCreated(answer);
  if (exchange.gone) expect((await directory.send("GET", `/Groups/${id}`)).status).toBe(404);
  else if (id !== undefined) {
    const shown = await directory.send("GET", `/Groups/${id}`);
    const { members = before.members ?? [], ...after } = exchange.after ?? {};
    expect(attributesOf(shown)).toEqual({
      displayName: fill(after.displayName ?? name),
      externalId: after.externalId === null ? undefined : fill(after.externalId ?? guid),
      members: members.map(fill).toSorted(),
    });
    // What the answer of a write shows is what a read shows.
    if (method !== "GET" && (answer.status === 200 || answer.status === 201))
      expect(answer.body).toEqual(shown.body);
  }
  expect((await directory.send("GET", `/Groups/${other}`)).body).toEqual(otherBefore.body);
}

function groupAs({ members = [], ...attributes }: Shown) {
  return { schemas: [schemas.group], ...attributes, members: members.map((value) => ({ value })) };
}

async function sinceThen({ since }: GroupExchange, id: string, bob: string): Promise<void> {
  const { directory } = organization;
  const without = patchOf({ op: "remove", path: `members[value eq "${bob}"]` });
  if (since === "without bob")
    expect((await directory.send("PATCH", `/Groups/${id}`, without)).status).toBe(200);
  if (since === "deleted") expect((await directory.send("DELETE", `/Groups/${id}`)).status).toBe(204);
}

function requireForm({ status, mediaType }: GroupExchange, answer: Answer): void {
  expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  if (status === 204) {
    expect(answer.body).toBeNull();
    return;
  }
  expect(answer.headers.get("Content-Type")?.split(";")[0]).toBe(mediaType ?? "application/scim+json");
  if (status < 400) return;
  expect(answer.body).toMatchObject({ schemas: [schemas.error], status: String(status) });
  expect(answer.body.detail).toMatch(/\S/);
}

function requireCreated(answer: Answer): void {
  const { id, meta, displayName, externalId } = answer.body;
  expect(id).toMatch(/\S/);
  expect([displayName, externalId]).not.toContain(id);
  expect(answer.headers.get("Location")).toBe(meta.location);
  expect(meta.location).toBe(`${organization.directory.url}/Groups/${id}`);
}

/** What the directory wrote: all but what the server makes. */
function attributesOf({ status, body }: Answer): unknown {
  expect(status).toBe(200);
  const members: { value: string }[] = body.members;
  return {
    displayName: body.displayName,
    externalId: body.externalId,
    members: members.map(({ value }) => value).toSorted(),
  };
}
