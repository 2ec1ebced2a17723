/**
 * What changes in an organization is heard by whoever listens, in whichever process, and by nobody else.
 */
import type { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiDeps, closeApiDeps, openApiDeps } from "../../api/deps.ts";
import type { Look } from "../../api/organization/feed/live/look.ts";
import { openLiveStream } from "../../api/organization/feed/live/stream.ts";
import { untilEvent } from "../../api/organization/feed/live/until-event.ts";
import { requireOrganization } from "../../api/organization/settings/organizations.ts";
import { readConfig } from "../../shared/config.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization } from "../support/organization.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";
import { entraUser } from "../support/scim-client.ts";

let house: House;
let second: ApiDeps;
beforeAll(async () => {
  house = await openHouse();
  second = await openApiDeps(readConfig({ ...house.environment, LOG_LEVEL: "silent" }), "fail");
});
afterAll(async () => {
  await closeApiDeps(second);
  await house.close();
});

/** What a browser hears of a stream. */
function hear(stream: Readable): Look[] {
  const heard: Look[] = [];
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^event: change\ndata: (.*)$/.exec(block)?.[1];
      if (data !== undefined) heard.push(JSON.parse(data) as Look);
    }
  });
  return heard;
}

test("whoever listens hears of events, of what waits, of failures and of requests, in every process", async () => {
  const [organization, other] = [await openOrganization(house, { seats: 1 }), await openOrganization(house)];
  const { lastEvent } = await requireOrganization(house.deps, organization.id);
  const streams = [house.deps, second].map((deps) => openLiveStream(deps, organization.id));
  const otherStream = openLiveStream(house.deps, other.id);
  const heard = streams.map(hear);
  const heardByOther = hear(otherStream);
  const start = { lastEvent, pending: 0, openFailures: 0, requests: 0 };
  for (const one of [...heard, heardByOther]) await eventually(() => expect(one).toEqual([start]));
  await whileWorkerRests(house, async () => {
    const user = entraUser(organization.address("ada"));
    await organization.directory.send("POST", "/Users", user);
    for (const one of heard)
      await eventually(() => expect(one.at(-1)).toEqual({ ...start, pending: 1, requests: 1 }));
  });
  await organization.settled();
  const after = (await requireOrganization(house.deps, organization.id)).lastEvent;
  expect(after).toBeGreaterThan(lastEvent);
  for (const one of heard)
    await eventually(() =>
      expect(one.at(-1)).toEqual({ lastEvent: after, pending: 0, openFailures: 1, requests: 1 }),
    );
  // Each change once: what is as it was is not told again.
  for (const one of heard) {
    const told = one.map((look) => JSON.stringify(look));
    expect(told.filter((look, index) => look === told[index - 1])).toEqual([]);
  }
  expect(heardByOther).toEqual([start]);
  for (const stream of [...streams, otherStream]) stream.destroy();
});

test("a follower who waits hears of an event that another process wrote, and of no other organization's", async () => {
  const [organization, other] = [await openOrganization(house), await openOrganization(house)];
  const never = new AbortController().signal;
  const wait = async (id: string, waitMs: number) =>
    untilEvent(second, id, (await requireOrganization(second, id)).lastEvent, waitMs, never);
  const [waiting, waitingForOther] = [wait(organization.id, 30_000), wait(other.id, 1_500)];
  await organization.provision("ada");
  expect(await waiting).toBe(true);
  expect(await waitingForOther).toBe(false);
  // What is there already is not waited for.
  expect(await untilEvent(second, organization.id, 0, 30_000, never)).toBe(true);
});

test("an organization that is not there is quiet, and is left as it is not", async () => {
  const stream = openLiveStream(house.deps, "nobody-here");
  const heard = hear(stream);
  await eventually(() => expect(heard).toEqual([{ lastEvent: 0, pending: 0, openFailures: 0, requests: 0 }]));
  stream.destroy();
  expect(await house.deps.store.requests.countDocuments({ _id: "nobody-here" })).toBe(0);
});
