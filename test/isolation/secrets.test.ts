/**
 * Keys, tokens and passwords get nowhere but to whom they were made for: an organization goes all ways at the most
 * talkative log level, and then every secret is looked for in all that was kept and told.
 */
import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { issueToken } from "../../api/access/tokens.ts";
import { changeOrganization } from "../../api/organization/settings/organizations.ts";
import { invitationToken } from "../../shared/invitation.ts";
import { signInToken } from "../../shared/sign-in.ts";
import { run } from "../support/command-line.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { openBrowser } from "../support/http-browser.ts";
import { acceptBy, confirm, expectDead } from "../support/joining.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { openProvider, signInThere } from "../support/provider.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";
import { entraUser, patchOf, type ScimClient, scimClient } from "../support/scim-client.ts";
import { opsUrlOf, type Places, placesOf, placesWith, redisOf } from "./places.ts";
import { openSink, type Sink } from "./sink.ts";

const secretOf = (what: string) => `${what}-${randomBytes(18).toString("base64url")}`;
const smtpPassword = secretOf("smtp");
const opsPassword = secretOf("ops");
const invitationSecret = secretOf("invitation");
const secretsKey = secretOf("sealing");
/** By what each is; none of them may be anywhere. */
const secrets = new Map([
  ["the password of the mail server", smtpPassword],
  ["the operators' password", opsPassword],
  ["the secret of invitations", invitationSecret],
  ["what client secrets are sealed with", secretsKey],
]);

/** All that is kept of a key. */
const keptHash = "the hash of the first key";

/** All ways, one after the other, on a machine that does other things too. */
const waitMs = 180_000;

let sink: Sink;
let house: House;
let organization: TestOrganization;
/** What was answered and printed, but for what shows a key on purpose. */
const answers: string[] = [];
let queued = "";
let places: Places;

beforeAll(async () => {
  sink = await openSink(smtpPassword);
  house = await openHouse({
    environment: {
      LOG_LEVEL: "trace",
      SMTP_URL: sink.url,
      OPS_PASSWORD: opsPassword,
      INVITATION_SECRET: invitationSecret,
      SECRETS_KEY: secretsKey,
      ALERT_EVERY_MS: "200",
      ALERT_FIRST_MS: "1",
    },
  });
  organization = await openOrganization(house);
  secrets.set("the first key", organization.key);
  await keysFromTheCommandLine();
  await wrongWaysIn();
  await passwordsInBodies();
  await invitations();
  await signIns();
  await operators();
  await organization.settled();
  places = {
    ...(await placesOf(house)),
    queues: queued,
    answers: answers.join("\n"),
    mails: sink.messages.join("\n"),
  };
}, waitMs);
afterAll(async () => {
  await house.close();
  await sink.close();
});

/** Sends, and keeps the answer. */
async function send(client: ScimClient, ...request: Parameters<ScimClient["send"]>) {
  const answer = await client.send(...request);
  answers.push(JSON.stringify([...answer.headers, answer.body]));
  return answer;
}

async function keysFromTheCommandLine(): Promise<void> {
  const of = { organization: organization.id };
  const rotated = await run(house, "rotate-key", { ...of, overlap: "1h" });
  const key = String(rotated.result.scimKey);
  expect(key).toMatch(/^rc_/);
  secrets.set("the second key", key);
  for (const command of ["keys", "organizations", "members", "events", "failures"]) {
    const { stdout, stderr } = await run(house, command, command === "organizations" ? {} : of);
    answers.push(stdout, stderr);
  }
  const ended = await run(house, "end-key", { ...of, key: rotated.result.key.id });
  answers.push(ended.stdout, ended.stderr);
  expect((await send(scimClient(organization.directory.url, key), "GET", "/Users")).status).toBe(401);
  const hashOf = (secret: string) => createHash("sha256").update(secret).digest("hex");
  secrets
    .set("the hash of the second key, which has ended", hashOf(key))
    .set(keptHash, hashOf(organization.key));
}

async function wrongWaysIn(): Promise<void> {
  const { url } = organization.directory;
  const wrong = `${organization.key.slice(0, -1)}~`;
  const stranger = secretOf("rc_");
  secrets.set("a key that is nearly right", wrong);
  secrets.set("a key that is none", stranger);
  for (const key of [wrong, stranger, `${organization.key}x`])
    expect((await send(scimClient(url, key), "GET", "/Users")).status).toBe(401);
  const basic = { Authorization: `Basic ${Buffer.from(`scim:${organization.key}`).toString("base64")}` };
  expect((await send(organization.directory, "GET", "/Users", undefined, basic)).status).toBe(401);
  // A key in the query is nothing to us, and must not be in a log for that.
  expect((await send(organization.directory, "GET", `/Users?access_token=${organization.key}`)).status).toBe(
    200,
  );
}

async function passwordsInBodies(): Promise<void> {
  const password = secretOf("password");
  secrets.set("a password in a body", password);
  const { directory, address } = organization;
  const { body } = await send(directory, "POST", "/Users", entraUser(address("pat"), { password }));
  const path = `/Users/${body.id}`;
  const user = entraUser(address("pat"));
  const bodies: [method: string, path: string, body: unknown][] = [
    ["PUT", path, { ...user, password }],
    ["PATCH", path, patchOf({ op: "replace", path: "password", value: password })],
    ["PATCH", path, patchOf({ op: "replace", value: { password } })],
    ["POST", "/Users", { ...user, active: password }],
    ["POST", "/Users", { ...user, emails: password }],
    ["POST", "/Users", { ...user, userName: { password } }],
    ["POST", "/Users", `{"userName":"x","password":"${password}"`],
    ["POST", "/Users", JSON.stringify(password)],
    ["POST", "/Groups", { displayName: "x", members: { password } }],
    [
      "POST",
      "/Bulk",
      {
        schemas: [],
        Operations: [{ method: "POST", path: "/Users", bulkId: "1", data: { ...user, password } }],
      },
    ],
  ];
  for (const request of bodies) expect((await send(directory, ...request)).status).toBeLessThan(500);
  for (const text of [`password eq "${password}"`, `userName eq "x" and password sw "${password}"`])
    await send(directory, "GET", `/Users?filter=${encodeURIComponent(text)}`);
}

async function invitations(): Promise<void> {
  const { id, directory, address } = organization;
  await changeOrganization(house.deps, id, {
    settings: { failureMail: { enabled: true, addresses: [address("help")] } },
  });
  const tokenOf = (member: string, number: number) =>
    invitationToken(invitationSecret, { organization: id, member, number });
  const ada = await organization.provision("ada");
  const moved = { op: "replace", path: 'emails[type eq "work"].value', value: address("ada.new") };
  await organization.patch(ada, moved);
  secrets.set("a link that was superseded", tokenOf(ada, 1)).set("a link that was used", tokenOf(ada, 2));
  await expectDead(house, organization, tokenOf(ada, 1));
  await acceptBy(house, organization, tokenOf(ada, 2));
  await confirm(house, organization, ada);
  await organization.setActive(ada, "False");
  await organization.setActive(ada, "True");
  sink.quoteAndRefuse();
  const posted = await send(directory, "POST", "/Users", entraUser(address("bob")));
  const bob = String(posted.body.id);
  // The e-mail about it is refused too, and tried until it is through: nothing settles before that.
  await eventually(async () =>
    expect((await organization.failures("open")).map(({ subject }) => subject)).toContain(bob),
  );
  secrets.set("a link that was refused", tokenOf(bob, 1));
  sink.takeAll();
  await eventually(() => expect(sink.messages.join()).toContain(address("help")));
  sink.refusePasswords(2);
  const queuedPeople = await whileWorkerRests(house, async () => {
    const { body } = await send(directory, "POST", "/Users", entraUser(address("cyd")));
    await eventually(async () => {
      queued = await redisOf(house);
      expect(queued).toContain(id);
    });
    return String(body.id);
  });
  secrets.set("a link that waited", tokenOf(queuedPeople, 1));
  await organization.settled();
  await organization.remove(bob);
}

async function signIns(): Promise<void> {
  const { deps } = house;
  const { PUBLIC_URL } = deps.config;
  const owner = organization.address("owner");
  const asked = await openBrowser().send("POST", `${PUBLIC_URL}/api/sign-in`, { address: owner });
  answers.push(JSON.stringify([...asked.headers, asked.body]));
  const email = await eventually(async () => {
    const sent = await deps.store.emails.findOne({ kind: "signIn", state: "sent" });
    if (!sent) throw new Error("the link is not out yet");
    return sent;
  });
  const link = signInToken(invitationSecret, email);
  const browser = openBrowser();
  const signedIn = await browser.send("POST", `${PUBLIC_URL}/api/sign-in/link`, { token: link });
  expect(signedIn.status).toBe(200);
  secrets.set("a link to sign in", link);
  secrets.set("the id of a session", browser.cookies(PUBLIC_URL).get("rollcall") ?? "");
  // A page that was opened with the link in its URL.
  await browser.send("GET", `${PUBLIC_URL}/sign-in/link/${link}`);
  const wanted = { name: "report", access: "read" as const, days: null };
  const issued = await issueToken(deps, organization.id, wanted, { kind: "system" });
  secrets.set("an API token", issued.secret);
  const stranger = `${issued.secret.slice(0, -1)}~`;
  secrets.set("an API token that is none", stranger);
  const provider = await openProvider(`${PUBLIC_URL}/sign-in/callback`);
  const { issuer, clientId, clientSecret } = provider;
  secrets.set("the client secret of a provider", clientSecret);
  const at = `${PUBLIC_URL}/api/organizations/${organization.id}`;
  const set = await browser.send("PUT", `${at}/provider`, { issuer, clientId, clientSecret });
  expect(set.status).toBe(200);
  provider.people.set("owner", { email: owner });
  const isCallback = (url: string) => url.startsWith(`${PUBLIC_URL}/sign-in/callback`);
  const { url: page } = await browser.open(`${PUBLIC_URL}/sign-in/with/${organization.id}`, isCallback);
  const back = new URL(await signInThere(browser, page, "owner", isCallback));
  for (const name of ["code", "state"])
    secrets.set(`the ${name} of a provider`, back.searchParams.get(name) ?? "");
  secrets.set("who is on the way", browser.cookies(PUBLIC_URL).get("rollcall-provider") ?? "");
  expect((await browser.send("GET", back.href)).headers.get("Location")).toBe("/console");
  secrets.set("the id of another session", browser.cookies(PUBLIC_URL).get("rollcall") ?? "");
  for (const token of [issued.secret, stranger])
    for (const path of ["/events", "/tokens"])
      answers.push(await (await fetch(at + path, { headers: { Authorization: `Bearer ${token}` } })).text());
  for (const path of ["/tokens", "/provider"])
    answers.push(JSON.stringify((await browser.send("GET", at + path)).body));
  await provider.close();
}

async function operators(): Promise<void> {
  const { "log of the API": log = "" } = await placesOf(house);
  const wrong = secretOf("guess");
  secrets.set("a wrong password of an operator", wrong);
  for (const password of [wrong, opsPassword, ""]) {
    const Authorization = `Basic ${Buffer.from(`operator:${password}`).toString("base64")}`;
    for (const path of ["/queues", "/queues/api/queues", "/livez", "/readyz", "/metrics"])
      answers.push(await (await fetch(opsUrlOf(log) + path, { headers: { Authorization } })).text());
  }
}

test("no secret is in a log, in the database, in Redis, in an answer, in a metric", () => {
  expect(secrets.size).toBeGreaterThan(12);
  const { mails: _, ...kept } = places;
  for (const [what, secret] of secrets) {
    expect(placesWith(secret, kept), what).toEqual(what === keptHash ? ["database"] : []);
  }
});

test("an e-mail holds one secret, its own link, and only the invitee gets it", () => {
  const found = [...secrets].flatMap(([what, secret]) => {
    const holders = sink.messages.filter((message) => message.includes(secret));
    return holders.map((message) => `${what}: ${/^To: (\S+)$/m.exec(message)?.[1]?.split("@")[0]}`);
  });
  expect(found.sort()).toEqual([
    "a link that waited: cyd",
    "a link that was superseded: ada",
    "a link that was used: ada.new",
    "a link to sign in: owner",
  ]);
});

test("the search finds what is there: a name in the database, a request in the log, a wake-up in the queue", () => {
  const [userName, request] = [organization.address("cyd"), `/scim/v2/${organization.id}/Users`];
  expect(placesWith(userName, places)).toEqual(expect.arrayContaining(["database", "answers", "mails"]));
  expect(placesWith(request, places)).toEqual(expect.arrayContaining(["log of the API"]));
  expect(placesWith(organization.id, places)).toEqual(expect.arrayContaining(["queues", "database"]));
  expect(sink.messages.filter((message) => message.includes("could not be delivered"))).not.toEqual([]);
});
