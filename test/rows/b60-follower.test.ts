/**
 * The documented follower, as the product beside this one runs it: killed and started again while a directory writes, it
 * ends with the state that the listings show.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ApiClient } from "../support/api-client.ts";
import { eventually } from "../support/eventually.ts";
import { asMembers } from "../support/groups.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf } from "../support/scim-client.ts";
import { tokenClient, tokenOf } from "../support/sign-in.ts";

const script = join(import.meta.dirname, "..", "..", "docs", "examples", "follow.mjs");

type Copy = {
  readonly after: number;
  readonly members: Readonly<Record<string, { userName: string; status: string; role: string }>>;
  readonly groups: Readonly<Record<string, { displayName: string; members: string[] }>>;
};

let house: House;
let folder: string;
let follower: ChildProcess | undefined;
beforeAll(async () => {
  // Longer than any test may take.
  house = await openHouse({ environment: { SHUTDOWN_MS: "100000" } });
  folder = await mkdtemp(join(tmpdir(), "rollcall-follower-"));
});
afterEach(() => follower?.kill("SIGKILL"));
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

test("B60 a follower that is killed again and again ends with exactly what the listings show", async () => {
  const organization = await openOrganization(house);
  const { secret, client } = await reader(organization);
  const file = join(folder, "storm.json");
  const early = await Promise.all(["ada", "bob", "cy"].map((local) => organization.provision(local)));
  await organization.groups.make("Early", early);

  let isOver = false;
  const writing = storm(organization, early).finally(() => {
    isOver = true;
  });
  for (let kills = 0; !isOver || kills < 3; kills += 1) {
    const before = afterIn(file);
    follower = follow(organization, secret, file);
    await eventually(() => expect(afterIn(file) > before || isOver).toBe(true));
    expect(follower.exitCode, "nothing but a kill ends it").toBeNull();
    follower.kill("SIGKILL");
    await once(follower, "exit");
  }
  await writing;
  await organization.settled();

  follower = follow(organization, secret, file);
  const wanted = await listed(client, organization);
  await eventually(() => {
    const { after, ...state } = sorted(read(file));
    expect(after).toBe(wanted.after);
    expect(state).toEqual({ members: wanted.members, groups: wanted.groups });
  });
  expect(Object.keys(wanted.members).length).toBeGreaterThan(20);
});

test("B60 a follower that lists groups while one of them is removed goes on, without that one", async () => {
  const organization = await openOrganization(house);
  const { secret, client } = await reader(organization);
  const { groups, directory } = organization;
  const ada = await organization.provision("ada");
  const [stays, goes] = [await groups.make("Stays", [ada]), await groups.make("Goes", [ada])];
  const between = await openBetween(async (path) => {
    if (!path.includes(`/groups/${goes}/members`)) return;
    await directory.send("DELETE", `/Groups/${goes}`);
    await organization.settled();
  });
  const file = join(folder, "removed.json");
  follower = follow(organization, secret, file, between.url);
  await eventually(async () => {
    const { after, groups: followed } = read(file);
    expect(after).toBe((await listed(client, organization)).after);
    expect(followed).toEqual({ [stays]: { displayName: "Stays", members: [ada] } });
  });
  await between.close();
});

test("B60 the answer to a follower that waits comes with the event, and not before", async () => {
  const organization = await openOrganization(house);
  const { client } = await reader(organization);
  const place = `/organizations/${organization.id}/events`;
  const { last } = (await client.send("GET", place)).body;
  const waiting = client.send("GET", `${place}?after=${last}&wait=30`);
  const none = await client.send("GET", `${place}?after=${last}&wait=1`);
  expect(none.body).toMatchObject({ events: [], next: last });
  await organization.provision("ada");
  const { events } = (await waiting).body;
  expect(events[0]).toMatchObject({ number: last + 1, kind: "member.created" });
});

test("B60 an API that stops answers who waits, and is held up neither by them nor by their connections", async () => {
  const organization = await openOrganization(house);
  const { client } = await reader(organization);
  const place = `/organizations/${organization.id}/events`;
  const { last } = (await client.send("GET", place)).body;
  const waiting = client.send("GET", `${place}?after=${last}&wait=30`);
  // The connection of the first call is taken by the second, so that the one that waits is open by its answer.
  expect((await client.send("GET", `${place}?after=${last}&wait=1`)).body.next).toBe(last);
  expect(await house.api.stop()).toBe("exit code 0");
  expect(await waiting).toMatchObject({ status: 200, body: { events: [], next: last } });
  await house.startApi();
});

test("B60 every event is told once, in one order without gaps, from any cursor on", async () => {
  const organization = await openOrganization(house);
  const { client } = await reader(organization);
  await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      organization.directory.send("POST", "/Users", entraUser(organization.address(`p${n}`))),
    ),
  );
  await organization.settled();
  const place = `/organizations/${organization.id}/events`;
  const numbers: number[] = [];
  for (let after = 0; ; ) {
    const { events, next } = (await client.send("GET", `${place}?after=${after}&limit=7`)).body;
    if (events.length === 0) break;
    numbers.push(...events.map(({ number }: { number: number }) => number));
    after = next;
  }
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  const { events, last } = (await client.send("GET", `${place}?after=${numbers.length - 2}`)).body;
  expect(events).toHaveLength(2);
  expect(last).toBe(numbers.length);
});

test("B60 what a follower may not ask is refused with the name of it", async () => {
  const organization = await openOrganization(house);
  const { client } = await reader(organization);
  for (const query of ["after=-1", "after=x", "limit=0", "limit=1001", "wait=31", "since=3", "after=1e400"]) {
    const { status, body } = await client.send("GET", `/organizations/${organization.id}/events?${query}`);
    expect(status, query).toBe(400);
    expect(body.detail).toContain(query.split("=")[0]);
  }
});

async function reader(organization: TestOrganization): Promise<{ secret: string; client: ApiClient }> {
  const secret = await tokenOf(house, organization, "read");
  return { secret, client: tokenClient(house, secret) };
}

function follow({ id }: TestOrganization, token: string, file: string, at = publicUrl()): ChildProcess {
  const url = `${at}/api/organizations/${id}`;
  return spawn(process.execPath, [script, url, token, file], { stdio: "ignore" });
}

function publicUrl(): string {
  return house.deps.config.PUBLIC_URL;
}

/** Stands between a follower and the API, and does something before a request is handed on. */
async function openBetween(before: (path: string) => Promise<void>) {
  const server = createServer(async ({ url = "", headers: { authorization = "" } }, response) => {
    await before(url);
    const answer = await fetch(`${publicUrl()}${url}`, { headers: { authorization } });
    response.writeHead(answer.status, { "Content-Type": "application/json" }).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${Object(server.address()).port}`,
    close: async () => {
      follower?.kill("SIGKILL");
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** People and groups come, change and go, all at the same time. */
async function storm({ directory, address, groups, id }: TestOrganization, early: readonly string[]) {
  const post = async (local: string) =>
    String((await directory.send("POST", "/Users", entraUser(address(local)))).body.id);
  for (let round = 0; round < 12; round += 1) {
    const fresh = await Promise.all([0, 1, 2].map((n) => post(`r${round}-${n}`)));
    const { body } = await groups.post(`Round ${round}`, { members: asMembers([...fresh, ...early]) });
    const [first = "", second = ""] = fresh;
    await Promise.all([
      directory.send("DELETE", `/Users/${first}`),
      directory.send("PATCH", `/Users/${second}`, patchOf({ op: "Replace", path: "active", value: "False" })),
      directory.send(
        "PATCH",
        `/Groups/${body.id}`,
        patchOf({ op: "Remove", path: `members[value eq "${early[0]}"]` }),
      ),
      ...(round % 3 === 0 ? [directory.send("DELETE", `/Groups/${body.id}`)] : []),
    ]);
    const changed = { op: "Replace", path: "displayName", value: `Ada ${round} of ${id}` };
    await directory.send("PATCH", `/Users/${early[0]}`, patchOf(changed));
  }
}

async function listed(client: ApiClient, { id }: TestOrganization): Promise<Copy> {
  const get = async (path: string) => {
    const { status, body } = await client.send("GET", `/organizations/${id}${path}`);
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };
  const { last } = await get("/events?limit=1");
  const members = (await get("/members?limit=1000")).items;
  const groups = (await get("/groups?limit=1000")).items;
  const entries = groups.map(async (group: { id: string; displayName: string }) => {
    const inside = (await get(`/groups/${group.id}/members?limit=1000`)).items;
    return [
      group.id,
      { displayName: group.displayName, members: inside.map((member: { id: string }) => member.id) },
    ];
  });
  const people = members.map(
    ({ id: member, userName, displayName, status, role }: Record<string, string>) => [
      member,
      { userName, displayName, status, role },
    ],
  );
  return sorted({
    after: last,
    members: Object.fromEntries(people),
    groups: Object.fromEntries(await Promise.all(entries)),
  });
}

function sorted({ after, members, groups }: Copy): Copy {
  const inOrder = Object.entries(groups).map(([group, { displayName, members: ids }]) => [
    group,
    { displayName, members: [...ids].sort() },
  ]);
  return { after, members, groups: Object.fromEntries(inOrder) };
}

function read(file: string): Copy {
  return JSON.parse(readFileSync(file, "utf8"));
}

function afterIn(file: string): number {
  return existsSync(file) ? read(file).after : -1;
}
