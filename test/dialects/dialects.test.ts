/**
 * Plays every exchange of the directories against the real API: the answer's status, type and body, and what a GET
 * shows afterwards, attribute by attribute.
 */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { type Answer, entraUser, patchOf, schemas } from "../support/scim-client.ts";
import { exchanges as entraCreates } from "./entra-create.ts";
import { exchanges as entraFinds } from "./entra-find.ts";
import { exchanges as entraPatches } from "./entra-patch.ts";
import { exchanges as entraValidates } from "./entra-validator.ts";
import { type Exchange, filled } from "./exchange.ts";
import { exchanges as okta } from "./okta.ts";
import { google, jumpCloud, oneLogin } from "./others.ts";

const directories: Readonly<Record<string, readonly Exchange[]>> = {
  Entra: [...entraFinds, ...entraCreates, ...entraPatches],
  "Microsoft's validator": entraValidates,
  Okta: okta,
  OneLogin: oneLogin,
  JumpCloud: jumpCloud,
  Google: google,
};

let house: House;
let organization: TestOrganization;
beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
});
afterAll(() => house.close());

for (const [directory, exchanges] of Object.entries(directories)) {
  describe(directory, () => {
    test.each(exchanges.map((exchange): [string, Exchange] => [exchange.name, exchange]))(
      "%s",
      (_name, exchange) => play(exchange),
    );
  });
}

async function play(exchange: Exchange): Promise<void> {
  const { directory } = organization;
  const guid = randomUUID();
  const userName = `u.${guid}@player.example`;
  const marks: Record<string, string> = { guid, userName, USERNAME: userName.toUpperCase() };
  const post = async (body: unknown) => {
    const { status, body: made } = await directory.send("POST", "/Users", body);
    expect(status, JSON.stringify(made)).toBe(201);
    return String(made.id);
  };
  marks["otherUserName"] = `other.${guid}@player.example`;
  marks["other"] = await post(entraUser(marks["otherUserName"]));
  marks["third"] = await post(entraUser(`third.${guid}@player.example`));
  for (let more = 0; more < (exchange.beside ?? 0); more += 1)
    await post(entraUser(`more${more}.${guid}@player.example`));
  const before = filled(exchange.before ?? {}, marks);
  if (exchange.before) marks["id"] = await post(before);
  await sinceThen(exchange, marks["id"] ?? "");

  const { method, path, headers, body } = exchange.request;
  const answer = await directory.send(method, String(filled(path, marks)), filled(body, marks), {
    ...headers,
  });

  requireForm(exchange, answer);
  if (exchange.answer) expect(answer.body).toMatchObject(Object(filled(exchange.answer, marks)));
  const id = answer.status === 201 ? String(answer.body.id) : (marks["id"] ?? "");
  if (answer.status === 201) requireCreated(answer, marks["id"]);
  for (const secret of exchange.secret ?? []) expect(JSON.stringify(answer.body)).not.toContain(secret);
  if (exchange.gone) expect((await directory.send("GET", `/Users/${id}`)).status).toBe(404);
  if (exchange.after) {
    const shown = await directory.send("GET", `/Users/${id}`);
    expect(attributesOf(shown)).toEqual(
      expectedOf({ ...Object(before), ...Object(filled(exchange.after, marks)) }),
    );
    // What the answer of a write shows is what a read shows.
    if (method !== "GET" && answer.status < 300) expect(answer.body).toEqual(shown.body);
  }
}

async function sinceThen({ since }: Exchange, id: string): Promise<void> {
  const { directory } = organization;
  if (since === "disabled")
    await directory.send("PATCH", `/Users/${id}`, patchOf({ op: "replace", path: "active", value: false }));
  if (since === "deleted") expect((await directory.send("DELETE", `/Users/${id}`)).status).toBe(204);
}

function requireForm({ status, mediaType }: Exchange, answer: Answer): void {
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

function requireCreated(answer: Answer, former: string | undefined): void {
  const { id, meta, userName, externalId } = answer.body;
  expect(id).toMatch(/\S/);
  expect([userName, externalId, former]).not.toContain(id);
  expect(answer.headers.get("Location")).toBe(meta.location);
  expect(meta.location).toBe(`${organization.directory.url}/Users/${id}`);
}

/** What the directory wrote: all but what the server makes. */
function attributesOf({ status, body }: Answer): unknown {
  expect(status).toBe(200);
  const { schemas: _, id: __, meta: ___, ...attributes } = body;
  return attributes;
}

function expectedOf({ schemas: _, ...attributes }: Record<string, unknown>): unknown {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
}
