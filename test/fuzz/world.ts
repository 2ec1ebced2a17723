/**
 * What is fuzzed: an organization with people, groups and schemas of its own, and beside it another one, whose data
 * holds a word that no request has.
 */
import { randomUUID } from "node:crypto";
import { declare, schemaOf } from "../scim/custom.ts";
import type { House } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, schemas } from "../support/scim-client.ts";
import { lengthMark } from "./made/requests.ts";
import { marks } from "./made/texts.ts";
import type { Reply } from "./wire.ts";

export type World = {
  readonly port: number;
  readonly organization: TestOrganization;
  readonly other: TestOrganization;
  /** What must be in no answer. */
  readonly secrets: readonly string[];
  /** Puts ids and names in the place of marks, and the length in the place of its mark. */
  fill(bytes: Buffer): Buffer;
  /** Remembers what was made, for later requests. */
  learn(reply: Reply): void;
  /** Works as a careful client does, and leaves few people and groups. @throws where an answer is not as it must be */
  tidy(): Promise<void>;
};

/** So many are there to be written to, and so many stay. */
const known = 20;

export async function openWorld(house: House): Promise<World> {
  const organization = await openOrganization(house, { seats: 1_000_000 });
  const other = await openOrganization(house);
  const secret = `canary${randomUUID().replaceAll("-", "")}`;
  await declare(house, organization, schemaOf("User"));
  await declare(house, organization, schemaOf("Group"));
  const theirs = await fillOrganization(other, secret);
  const { users, groups } = await fillOrganization(organization, "plain");
  let counter = 0;
  const pick = (ids: readonly string[]) => ids[counter % ids.length] ?? "none";
  const values: Readonly<Record<string, () => string>> = {
    [marks.fresh]: () => String(counter),
    [marks.user]: () => pick(users),
    [marks.group]: () => pick(groups),
    [marks.organization]: () => organization.id,
    [marks.theirUser]: () => pick(theirs.users),
    [marks.theirOrganization]: () => other.id,
    [marks.key]: () => organization.key,
  };

  return {
    port: Number(new URL(house.deps.config.PUBLIC_URL).port),
    organization,
    other,
    secrets: [secret, other.key, organization.key],
    fill: (bytes) => {
      counter += 1;
      const filled = bytes.toString("latin1").replace(/~[a-z-]+~/g, (mark) => values[mark]?.() ?? mark);
      const length = filled.length - filled.indexOf("\r\n\r\n") - 4;
      return Buffer.from(filled.replace(lengthMark, String(length)), "latin1");
    },
    learn: ({ status, headers }) => {
      const [, kind, id] = /\/(Users|Groups)\/([\w-]+)$/.exec(headers.get("location") ?? "") ?? [];
      if (status !== 201 || id === undefined) return;
      const ids = kind === "Users" ? users : groups;
      ids[counter % known] = id;
    },
    tidy: async () => {
      await renew(organization, "Users", users, (index) =>
        makeUser(organization, `${counter}-${index}`, "plain"),
      );
      await renew(organization, "Groups", groups, (index) =>
        makeGroup(organization, `Group ${counter}-${index}`, "plain", users.slice(-3)),
      );
      await requireOrder(organization, counter);
      await requireOrder(other, counter);
    },
  };
}

/** Makes people and groups. */
async function fillOrganization(organization: TestOrganization, word: string) {
  const users: string[] = [];
  const groups: string[] = [];
  for (let index = 0; index < known; index += 1) {
    users.push(await makeUser(organization, `${word}-${index}`, word));
    groups.push(await makeGroup(organization, `${word} ${index}`, word, users.slice(-3)));
  }
  return { users, groups };
}

async function makeUser(
  { directory, address }: TestOrganization,
  name: string,
  word: string,
): Promise<string> {
  const user = entraUser(address(name), { title: word, nickName: word });
  return String((await directory.send("POST", "/Users", user)).body.id);
}

async function makeGroup(
  { directory }: TestOrganization,
  displayName: string,
  externalId: string,
  ids: readonly string[],
): Promise<string> {
  const members = ids.map((value) => ({ value }));
  const group = { schemas: [schemas.group], displayName, externalId, members };
  return String((await directory.send("POST", "/Groups", group)).body.id);
}

/** Deletes all but some, and makes anew what is missing of these. */
async function renew(
  { directory }: TestOrganization,
  kind: "Users" | "Groups",
  kept: string[],
  make: (index: number) => Promise<string>,
): Promise<void> {
  const present = new Set<string>();
  for (let startIndex = 1; ; ) {
    const { body } = await directory.send(
      "GET",
      `/${kind}?attributes=id,userName&count=500&startIndex=${startIndex}`,
    );
    const found: { id: string; userName?: string }[] = body.Resources;
    for (const { id } of found) present.add(id);
    const more = found.filter(
      ({ id, userName = "" }) => !kept.includes(id) && !userName.startsWith("owner@"),
    );
    await Promise.all(more.map(({ id }) => directory.send("DELETE", `/${kind}/${id}`)));
    startIndex += found.length - more.length;
    if (startIndex > body.totalResults - more.length) break;
  }
  for (const [index, id] of kept.entries()) if (!present.has(id)) kept[index] = await make(index);
}

/** A careful client is served as if nothing had happened, and finds nothing that nobody wrote. */
async function requireOrder({ directory, address }: TestOrganization, counter: number): Promise<void> {
  const userName = address(`careful-${counter}`);
  const { status, body } = await directory.send("POST", "/Users", entraUser(userName));
  const names = Object.keys(body).toSorted().join();
  if (status !== 201 || body.userName !== userName || body.active !== true || "admin" in body)
    throw new Error(`a careful client got ${status} with ${names}`);
  const found = await directory.send(
    "GET",
    `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`,
  );
  if (found.body.totalResults !== 1)
    throw new Error(`who was made is found ${found.body.totalResults} times`);
  const removed = await directory.send("DELETE", `/Users/${body.id}`);
  if (removed.status !== 204) throw new Error(`who was made is removed with ${removed.status}`);
}
