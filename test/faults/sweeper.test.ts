/**
 * The sweeper is what makes work certain: writes that were acknowledged while nobody could be woken are done with
 * it, and stay undone without it.
 */
import { afterEach, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { entraUser, patchOf } from "../support/scim-client.ts";
import { openStronghold, type Stronghold } from "../support/stronghold.ts";
import { expectInForce } from "./account.ts";
import { sync } from "./sync.ts";

const people = 1_000;
const deadlineMs = 180_000;

let stronghold: Stronghold;
afterEach(() => stronghold.close());

test("F01 writes acknowledged without redis, by an API that was killed before it could wake anybody, are applied", {
  timeout: deadlineMs,
}, async () => {
  stronghold = await openStronghold();
  const { organization, model } = await writeWithoutWakeUps(stronghold);
  await organization.settled(deadlineMs);
  await expectInForce(stronghold.house, organization, model);
});

test("F01 the same writes stay undone while the sweeper is off, and are done once it is on", {
  timeout: deadlineMs,
}, async () => {
  stronghold = await openStronghold({ SWEEP_EVERY_MS: "0" });
  const { organization, model } = await writeWithoutWakeUps(stronghold);
  const { deps } = stronghold.house;
  // Another organization's work is woken, waits its turn and is done: whatever was in the queue has passed.
  const other = await openOrganization(stronghold.house);
  const { body } = await other.directory.send("POST", "/Users", entraUser(other.address("somebody")));
  await writeUntilInvited(other, body.id);
  const undone = { organization: organization.id, pending: { $exists: true } };
  expect(await deps.store.members.countDocuments(undone)).toBe(people);

  await stronghold.house.worker.stop();
  await stronghold.house.startWorker({ SWEEP_EVERY_MS: "300" });
  await organization.settled(deadlineMs);
  await expectInForce(stronghold.house, organization, model);
});

test("F01 once redis is back wake-ups are delivered again, without the sweeper", {
  timeout: deadlineMs,
}, async () => {
  stronghold = await openStronghold({ SWEEP_EVERY_MS: "0" });
  const organization = await openOrganization(stronghold.house);
  await stronghold.killRedis();
  // More than one: the first may still be on its way when the connection breaks, the others find it broken.
  const { model } = await sync(organization, 20);
  await stronghold.startRedis("kept");
  const [wanted = ""] = [...model].findLast(([, { active, removed }]) => active && !removed) ?? [];
  await writeUntilInvited(organization, wanted);
});

/** Each write gives a wake-up, and the first one after redis is back arrives. */
async function writeUntilInvited({ directory, story }: TestOrganization, id: string): Promise<void> {
  let tries = 0;
  await eventually(async () => {
    tries += 1;
    await directory.send(
      "PATCH",
      `/Users/${id}`,
      patchOf({ op: "Replace", path: "title", value: `Try ${tries}` }),
    );
    expect(await story(id)).toContain("member.invited");
  });
}

async function writeWithoutWakeUps({ house, killRedis, startRedis, killApi }: Stronghold) {
  const organization = await openOrganization(house, { seats: people + 1 });
  await killRedis();
  const { model } = await sync(organization, people);
  await killApi();
  await startRedis("wiped");
  return { organization, model };
}
