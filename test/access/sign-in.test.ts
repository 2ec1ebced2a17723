/**
 * Signing in by a link: who gets one, what it opens, and that it opens it once.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSignInLink, redeemLink } from "../../api/access/sign-in.ts";
import { openLimits } from "../../api/limits/limits.ts";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { hashToken } from "../../shared/invitation.ts";
import { signInEmailId, signInToken } from "../../shared/sign-in.ts";
import type { SignInEmail } from "../../shared/store/documents.ts";
import { type ApiHere, openApiHere } from "../support/api-here.ts";
import { run } from "../support/command-line.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { openBrowser } from "../support/http-browser.ts";
import { provisionAs } from "../support/joining.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { decide, madeToken, signInMails, signInTokenIn } from "../support/signing-in.ts";

let house: House;
let organization: TestOrganization;
beforeAll(async () => {
  house = await openHouse({ environment: { SIGN_INS_PER_MINUTE: "0", SIGN_INS_PER_MINUTE_IN_ALL: "0" } });
  organization = await openOrganization(house);
});
afterAll(() => house.close());

const ask = (address: unknown, api = house.deps.config.PUBLIC_URL) =>
  openBrowser().send("POST", `${api}/api/sign-in`, { address });
const use = (token: unknown, browser = openBrowser()) =>
  browser.send("POST", `${house.deps.config.PUBLIC_URL}/api/sign-in/link`, { token });
const rowsOf = (member: string) => house.deps.store.emails.countDocuments({ kind: "signIn", member });

/** Asks for a link and waits for it. */
async function mailedToken(local: string, of = organization): Promise<string> {
  const before = signInMails(of, local).length;
  expect((await ask(of.address(local))).status).toBe(202);
  return eventually(() => {
    const mails = signInMails(of, local);
    expect(mails).toHaveLength(before + 1);
    return signInTokenIn(mails.at(-1)?.text);
  });
}

test("the link in the e-mail signs in, once; of its token only the hash is kept", async () => {
  const token = await mailedToken("owner");
  const browser = openBrowser();
  const { status, body, headers } = await use(token, browser);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    organization: { id: organization.id },
    member: { address: organization.address("owner"), role: "owner", status: "confirmed" },
  });
  expect(headers.getSetCookie()).toHaveLength(1);
  const session = await browser.send("GET", `${house.deps.config.PUBLIC_URL}/api/session`);
  expect([session.status, session.body]).toEqual([200, body]);
  expect(Date.parse(body.expiresAt) - Date.parse(body.signedInAt)).toBe(12 * 60 * 60_000);
  expect((await use(token)).status).toBe(410);
  const { store } = house.deps;
  const kept = await Promise.all(
    [store.signIns, store.emails, store.sessions].map((each) => each.find().toArray()),
  );
  expect(JSON.stringify(kept)).not.toContain(token);
  expect(JSON.stringify(kept)).toContain(hashToken(token));
  for (const id of browser.cookies(house.deps.config.PUBLIC_URL).values())
    expect(JSON.stringify(kept)).not.toContain(id);
});

test("the address can be written in any case, and the userName serves as well", async () => {
  const id = await provisionAs(house, organization, "case", "accepted");
  for (const name of [organization.address("case").toUpperCase(), ` ${organization.address("case")} `])
    expect((await ask(name)).status).toBe(202);
  await house.deps.store.members.updateOne(
    { _id: id },
    { $set: { "keys.userName": `id-of-${organization.id}` } },
  );
  expect((await ask(`ID-of-${organization.id}`)).status).toBe(202);
  await eventually(() => expect(signInMails(organization, "case")).toHaveLength(3));
});

test("the answer is the same for those we know and those we do not, and takes as long", async () => {
  await provisionAs(house, organization, "timed", "confirmed");
  const known: number[] = [];
  const unknown: number[] = [];
  const answers = new Set<string>();
  for (let n = 0; n < 40; n += 1) {
    const isKnown = n % 2 === 0;
    const startedAt = performance.now();
    const { status, body, headers } = await ask(
      isKnown ? organization.address("timed") : `nobody-${n}@x.example`,
    );
    (isKnown ? known : unknown).push(performance.now() - startedAt);
    answers.add(JSON.stringify([status, body, [...headers.keys()].sort()]));
  }
  expect(answers.size).toBe(1);
  const median = (times: number[]) => times.toSorted((one, other) => one - other)[times.length / 2] ?? 0;
  expect(Math.abs(median(known) - median(unknown))).toBeLessThan(Math.max(5, median(unknown)));
});

test("nobody gets a link who may not come in", async () => {
  const place = await openOrganization(house);
  const invited = await provisionAs(house, place, "invited", "invited");
  const disabled = await provisionAs(house, place, "disabled", "confirmed");
  await place.setActive(disabled, "False");
  const held = await provisionAs(house, place, "held", "confirmed");
  await decide(house, place, "revoke", held);
  const removed = await provisionAs(house, place, "removed", "confirmed");
  await place.remove(removed);
  for (const local of ["invited", "disabled", "held", "removed", "stranger"])
    expect((await ask(place.address(local))).status).toBe(202);
  // The one who may comes last, and so nobody before is still to come.
  expect((await ask(place.address("owner"))).status).toBe(202);
  await eventually(() => expect(signInMails(place, "owner")).toHaveLength(1));
  for (const member of [invited, disabled, held, removed]) expect(await rowsOf(member)).toBe(0);
  await changeOrganization(house.deps, place.id, { enabled: false });
  await ask(place.address("owner"));
  await mailedToken("owner");
  expect(signInMails(place, "owner")).toHaveLength(1);
});

test("whoever is in two organizations gets a link for each, and each opens its own", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  const shared = `both@${one.id}.example`;
  for (const place of [one, other]) {
    const id = await provisionAs(house, place, "both", "confirmed");
    const keys = { "standing.address": shared, "keys.address": shared };
    await house.deps.store.members.updateOne(
      { _id: id },
      { $set: { ...keys, "attributes.emails": [{ value: shared }] } },
    );
  }
  await ask(shared);
  const mails = await eventually(() => {
    const found = house.mailbox.to(shared).filter(({ subject }) => subject?.startsWith("Sign in"));
    expect(found).toHaveLength(2);
    return found;
  });
  const opened = await Promise.all(
    mails.map(async ({ subject, text }) => [subject, (await use(signInTokenIn(text))).body.organization]),
  );
  expect(opened.map(([subject, { name }]) => subject === `Sign in to ${name}`)).toEqual([true, true]);
  expect(new Set(opened.map(([, { id }]) => id)).size).toBe(2);
});

test("of many who use one link at once, one is signed in", async () => {
  const token = await madeToken(house, organization, "owner");
  const answers = await Promise.all(Array.from({ length: 12 }, () => use(token)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 410)).toHaveLength(11);
  expect(answers.filter(({ headers }) => headers.getSetCookie().length > 0)).toHaveLength(1);
});

test("used, expired and unknown links are told in the same words", async () => {
  const used = await madeToken(house, organization, "owner");
  await use(used);
  const expired = await madeToken(house, organization, "owner");
  await house.deps.store.signIns.updateOne({ _id: hashToken(expired) }, { $set: { expiresAt: new Date() } });
  const answers = [];
  for (const token of [used, expired, "x".repeat(43), "", "../..", hashToken(used)])
    answers.push(await use(token));
  for (const { status, body } of answers) expect([status, body]).toEqual([410, answers[0]?.body]);
  for (const wrong of [null, 1, { $ne: "" }, ["x"], "x".repeat(201)])
    expect((await use(wrong)).status).toBe(400);
});

test("a link ends after a quarter of an hour, by the clock of the store", async () => {
  const token = await madeToken(house, organization, "owner");
  const { now } = house.deps;
  const later = (ms: number) => ({ ...house.deps, now: () => new Date(now().getTime() + ms) });
  expect(await redeemLink(later(15 * 60_000), token)).toBeNull();
  expect(await redeemLink(later(15 * 60_000 - 2_000), token)).not.toBeNull();
});

test("whoever is revoked after the e-mail is not let in by its link", async () => {
  const id = await provisionAs(house, organization, "late", "confirmed");
  const token = await mailedToken("late");
  await organization.setActive(id, "False");
  expect((await use(token)).status).toBe(410);
  await organization.setActive(id, "True");
  expect((await use(token)).status, "and not after that either").toBe(410);
});

describe("the row of an e-mail", () => {
  async function row(more: Partial<SignInEmail> = {}): Promise<SignInEmail> {
    const { deps } = house;
    const owner = (await organization.members()).find(({ role }) => role === "owner");
    const at = deps.now();
    const email: SignInEmail = {
      _id: signInEmailId(deps.newId()),
      organization: organization.id,
      kind: "signIn",
      member: owner?.id ?? "",
      state: "queued",
      attempts: 0,
      createdAt: at,
      dueAt: at,
      forgetAt: new Date(at.getTime() + 60_000),
      ...more,
    };
    await deps.store.emails.insertOne(email);
    await deps.queues.mailOut([email._id]);
    return email;
  }
  const becomes = (id: string, state: SignInEmail["state"]) =>
    eventually(async () => expect((await house.deps.store.emails.findOne({ _id: id }))?.state).toBe(state));

  test("that is older than ten minutes is superseded, and opens nothing", async () => {
    const before = signInMails(organization, "owner").length;
    const { _id } = await row({ createdAt: new Date(house.deps.now().getTime() - 601_000) });
    await becomes(_id, "superseded");
    expect(signInMails(organization, "owner")).toHaveLength(before);
    const token = signInToken(house.environment["INVITATION_SECRET"] ?? "", {
      organization: organization.id,
      _id,
    });
    expect((await use(token)).status).toBe(410);
  });

  test("that is sent once more does not open a used link again", async () => {
    const { _id } = await row();
    await becomes(_id, "sent");
    const token = signInTokenIn(signInMails(organization, "owner").at(-1)?.text);
    expect((await use(token)).status).toBe(200);
    await house.deps.store.emails.updateOne({ _id }, { $set: { state: "queued" } });
    await house.deps.queues.mailOut([_id]);
    await becomes(_id, "superseded");
    expect((await use(token)).status).toBe(410);
  });

  test("that nobody queued is found by the sweeper", async () => {
    const member = (await organization.members()).find(({ role }) => role === "owner")?.id ?? "";
    const at = new Date(house.deps.now().getTime() - 5_000);
    const soon = new Date(at.getTime() + 60_000);
    const _id = signInEmailId(house.deps.newId());
    const base = { organization: organization.id, kind: "signIn" as const, member, state: "queued" as const };
    await house.deps.store.emails.insertOne({
      ...base,
      _id,
      attempts: 0,
      createdAt: at,
      dueAt: at,
      forgetAt: soon,
    });
    await eventually(() =>
      expect(house.mailbox.mails.some(({ messageId }) => messageId?.includes(_id))).toBe(true),
    );
  });
});

describe("slowed down", () => {
  const here: ApiHere[] = [];
  const open = async (limits: Record<string, number>) => {
    const config = { ...house.deps.config, SIGN_INS_PER_MINUTE: 0, SIGN_INS_PER_MINUTE_IN_ALL: 0, ...limits };
    const api = await openApiHere({ ...house.deps, config, limits: openLimits(config, house.deps.log) });
    here.push(api);
    return api.url;
  };
  afterAll(() => Promise.all(here.map((api) => api.close())));

  test("one address gets so many e-mails an hour, and nobody is told", async () => {
    const id = await provisionAs(house, organization, "often", "confirmed");
    const other = await provisionAs(house, organization, "seldom", "confirmed");
    const api = await open({ SIGN_IN_MAILS_PER_HOUR: 3 });
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push(await ask(organization.address("often").toUpperCase(), api));
    expect(answers.map(({ status, body }) => [status, body])).toEqual(Array(6).fill([202, {}]));
    await ask(organization.address("seldom"), api);
    await eventually(async () => expect(await rowsOf(other)).toBe(1));
    await house.deps.aside.settled();
    expect(await rowsOf(id)).toBe(3);
  });

  test("all together begin so many a minute", async () => {
    const ids = await Promise.all(
      ["a", "b", "c"].map((local) => provisionAs(house, organization, local, "accepted")),
    );
    const api = await open({ SIGN_INS_PER_MINUTE_IN_ALL: 2 });
    for (const local of ["a", "b", "c"])
      expect((await ask(organization.address(local), api)).status).toBe(202);
    await house.deps.aside.settled();
    expect(await Promise.all(ids.map(rowsOf))).toEqual([1, 1, 0]);
  });

  test("one client begins so many a minute, and is told when to come again", async () => {
    const api = await open({ SIGN_INS_PER_MINUTE: 2 });
    const answers = [];
    for (let n = 0; n < 3; n += 1) answers.push(await ask(`nobody-${n}@x.example`, api));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 429]);
    expect(Number(answers[2]?.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect(answers[2]?.body.code).toBe("tooMany");
  });

  test("whoever guesses links, too; a good one is let in all the same", async () => {
    const api = await open({ AUTH_FAILURES_PER_MINUTE: 3 });
    const guess = (token: string) => openBrowser().send("POST", `${api}/api/sign-in/link`, { token });
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await guess(`guess-${n}`)).status);
    expect(statuses).toEqual([410, 410, 410, 429, 429]);
    expect((await guess(await madeToken(house, organization, "owner"))).status).toBe(200);
  });
});

test("the way to who it is reads no more than it must", async () => {
  const { members } = house.deps.store;
  const name = organization.address("owner");
  const plan = await members
    .find({
      "standing.status": { $in: ["accepted", "confirmed"] },
      $or: [{ "standing.address": name }, { "keys.userName": name }],
      removedAt: { $exists: false },
    })
    .explain("executionStats");
  expect(plan["executionStats"].totalDocsExamined).toBeLessThanOrEqual(2);
});

test("the command line makes a link that signs in once, for those who may come in", async () => {
  const of = { organization: organization.id, member: organization.address("owner") };
  const { result, exitCode } = await run(house, "sign-in-link", { ...of, for: "1h" });
  expect(exitCode).toBe(0);
  expect(Date.parse(result.expiresAt) - Date.now()).toBeGreaterThan(50 * 60_000);
  expect((await use(signInTokenIn(result.url))).status).toBe(200);
  expect((await use(signInTokenIn(result.url))).status).toBe(410);
  const invited = await provisionAs(house, organization, "not-yet", "invited");
  const { deps } = house;
  await expect(makeSignInLink(deps, organization.id, invited)).rejects.toThrow(/invited/);
  await expect(makeSignInLink(deps, organization.id, "nobody")).rejects.toThrow(/no member/);
  await expect(makeSignInLink(deps, "no-such", of.member)).rejects.toThrow(/no organization/);
  for (const forMs of [0, -1, 8 * 86_400_000])
    await expect(makeSignInLink(deps, organization.id, of.member, forMs)).rejects.toThrow(/seven days/);
});
