/**
 * Stopping in good order, and a worker that was taken for dead and comes back, in the middle of a sync.
 */
import { afterEach, expect, test } from "vitest";
import type { Child } from "../../local/services/child.ts";
import { startNode } from "../../local/services/node.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization } from "../support/organization.ts";
import { expectInForce } from "./account.ts";
import { sync } from "./sync.ts";

const people = 600;
const deadlineMs = 180_000;

let house: House;
afterEach(() => house.close());

/** Stops a process and starts another one; gives back how the first ended. */
async function restarted(child: Child, start: () => Promise<void>): Promise<string> {
  const exit = await child.stop();
  await start();
  return exit;
}

test("F01 API and worker that are asked to stop finish what they have begun", {
  timeout: deadlineMs,
}, async () => {
  house = await openHouse();
  const organization = await openOrganization(house, { seats: people + 1 });
  const ends: Promise<string>[] = [];
  const { model } = await sync(organization, people, (count) => {
    if (count === 200) ends.push(restarted(house.api, house.startApi));
    if (count === 400) ends.push(restarted(house.worker, house.startWorker));
  });
  expect(await Promise.all(ends)).toEqual(["exit code 0", "exit code 0"]);
  await organization.settled(deadlineMs);
  await expectInForce(house, organization, model);
});

test("B23 seats are exact when a stalled worker wakes up beside the one that took over", {
  timeout: deadlineMs,
}, async () => {
  house = await openHouse();
  const seats = people / 2;
  const organization = await openOrganization(house, { seats });
  const stalled = house.worker;
  await sync(organization, people, (count) => {
    if (count === 200) process.kill(stalled.pid, "SIGSTOP");
  });
  const second = await startNode({
    name: "worker",
    script: "worker/main.ts",
    environment: house.environment,
    logFile: house.logs[1] ?? "",
  });
  process.kill(stalled.pid, "SIGCONT");
  await organization.settled(deadlineMs);
  await second.stop();

  const members = await organization.members();
  const holding = members.filter(({ holdsSeat }) => holdsSeat).length;
  expect(await organization.seats()).toEqual({ bought: seats, used: seats });
  expect(holding).toBe(seats);
  const wanted = members.filter(({ status }) => status !== "revoked").length;
  expect(members.filter(({ waiting }) => waiting?.kind === "seat").length).toBe(wanted - seats);
  const numbers = (await organization.events()).map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
});
