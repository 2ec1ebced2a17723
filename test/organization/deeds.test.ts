/**
 * What admins do about the organization itself is told in its feed, with who it was: by the console and by the command
 * line. What was refused, and what changed nothing, is not told.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../support/command-line.ts";
import { type House, openHouse } from "../support/house.ts";
import { openAsOwner } from "../support/sign-in.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ worker: false });
});
afterAll(() => house.close());

async function open() {
  const { organization, send } = await openAsOwner(house);
  const [me] = await organization.members();
  /** The deeds of an organization, without the making of its owner. */
  const deeds = async () =>
    (await send("GET", "/history")).body.items
      .map(({ kind, detail, actor }: Record<string, unknown>) => ({ kind, detail, actor }))
      .reverse()
      .slice(1);
  return { organization, send, deeds, by: { kind: "admin", id: me?.id, name: me?.userName } };
}

test("SCIM, keys, settings and tokens are told with who it was, and by names that are no secret", async () => {
  const { organization, send, deeds, by } = await open();
  const { body: made } = await send("POST", "/keys", { overlapMs: 60_000 });
  const [first] = (await send("GET", "/keys")).body.items;
  await send("DELETE", `/keys/${organization.keyId}`);
  await send("PATCH", "/settings", { invitations: "held", contact: "The help desk" });
  const { body: issued } = await send("POST", "/tokens", { name: "Nightly", access: "read", days: 1 });
  await send("DELETE", `/tokens/${issued.token.id}`);
  await send("POST", "/scim/disable");
  await send("POST", "/scim/enable");
  const told = await deeds();
  expect(told).toEqual([
    { kind: "key.made", detail: [made.key.prefix], actor: by },
    { kind: "key.ended", detail: [first.prefix], actor: by },
    { kind: "settings.updated", detail: ["invitations", "contact"], actor: by },
    { kind: "token.made", detail: ["Nightly"], actor: by },
    { kind: "token.ended", detail: ["Nightly"], actor: by },
    { kind: "scim.disabled", actor: by },
    { kind: "scim.enabled", actor: by },
  ]);
  for (const secret of [made.scimKey, issued.secret, organization.key])
    expect(JSON.stringify(told)).not.toContain(secret);
});

test("what was refused, and what changes nothing, is not told", async () => {
  const { send, deeds } = await open();
  expect((await send("POST", "/scim/enable")).status).toBe(409);
  expect((await send("DELETE", "/keys/nobody")).status).toBe(409);
  expect((await send("DELETE", "/tokens/nobody")).status).toBe(404);
  expect((await send("PATCH", "/settings", { invitationDays: 0 })).status).toBe(400);
  expect((await send("PATCH", "/settings", {})).status).toBe(200);
  expect((await send("POST", "/failures/nobody/dismiss")).status).toBe(409);
  expect(await deeds()).toEqual([]);
});

test("what became of failures is told", async () => {
  const { organization, send, deeds, by } = await open();
  const at = new Date();
  await house.deps.store.failures.insertOne({
    _id: `${organization.id}:f1`,
    organization: organization.id,
    kind: "mail",
    subject: "m1",
    cause: "The e-mail came back.",
    state: "open",
    count: 1,
    firstAt: at,
    lastAt: at,
    openedAt: at,
  });
  expect((await send("POST", "/failures/retry")).status).toBe(200);
  expect((await send("POST", "/failures/f1/dismiss")).status).toBe(200);
  expect(await deeds()).toEqual([
    { kind: "failures.retried", actor: by },
    { kind: "failure.dismissed", detail: ["mail"], actor: by },
  ]);
});

test("the command line tells what it does, too", async () => {
  const { organization, deeds } = await open();
  const place = { organization: organization.id };
  for (const [command, options] of [
    ["change-organization", { seats: "7", "failure-mail": "no" }],
    ["rotate-key", {}],
    ["disable-scim", {}],
  ] as const)
    expect((await run(house, command, { ...place, ...options })).exitCode).toBe(0);
  const actor = { kind: "admin", id: "command line", name: null };
  expect(await deeds()).toEqual([
    { kind: "settings.updated", detail: ["seats", "failureMail"], actor },
    { kind: "key.made", detail: [expect.stringMatching(/^rc_/)], actor },
    { kind: "scim.disabled", actor },
  ]);
});
