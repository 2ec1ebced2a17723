/**
 * What Prometheus is told, while a directory writes and workers apply.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { opsUrl, scrape } from "../support/ops.ts";
import { openOrganization } from "../support/organization.ts";
import { whileWorkerRests } from "../support/resting-worker.ts";
import { entraUser } from "../support/scim-client.ts";

let house: House;
let api: string;
let worker: string;

beforeAll(async () => {
  // A scrape reads anew, but for a while after a look that took long.
  house = await openHouse({ environment: { METRICS_KEEP_MS: "1" } });
  api = await opsUrl(house, "api");
  worker = await opsUrl(house, "worker");
});
afterAll(() => house.close());

const posted = 'rollcall_writes_total{kind="users",method="POST",status="2xx"}';

test("writes, what is applied and how late, and e-mails are counted; nobody is named", async () => {
  const organization = await openOrganization(house);
  const before = { api: await scrape(api), worker: await scrape(worker) };
  const grown = (after: typeof before, process: "api" | "worker", series: string) =>
    (after[process].value(series) ?? 0) - (before[process].value(series) ?? 0);
  const ada = await organization.provision("ada");
  await organization.groups.make("Engines", [ada]);
  expect((await organization.directory.send("POST", "/Users", "{")).status).toBe(400);
  expect((await organization.directory.send("GET", `/Users/${ada}`)).status).toBe(200);

  await eventually(async () => {
    const after = { api: await scrape(api), worker: await scrape(worker) };
    expect(grown(after, "api", posted)).toBe(1);
    expect(grown(after, "api", 'rollcall_writes_total{kind="groups",method="POST",status="2xx"}')).toBe(1);
    expect(grown(after, "api", 'rollcall_writes_total{kind="users",method="POST",status="4xx"}')).toBe(1);
    expect(grown(after, "api", 'rollcall_write_seconds_count{kind="users",method="POST"}')).toBe(2);
    expect(after.api.text).not.toContain('method="GET"');
    for (const collection of ["members", "groups", "memberships"]) {
      expect(grown(after, "worker", `rollcall_applied_total{collection="${collection}"}`)).toBe(1);
      const lag = `rollcall_applied_lag_seconds_count{collection="${collection}"}`;
      expect(grown(after, "worker", lag)).toBe(1);
    }
    expect(grown(after, "worker", 'rollcall_emails_total{kind="invitation",outcome="sent"}')).toBe(1);
    expect(after.worker.value("rollcall_drains_running")).toBe(0);
    for (const { text } of [after.api, after.worker]) {
      expect(text).toContain("process_resident_memory_bytes");
      for (const name of [organization.id, organization.key, ada, "ada@", "Engines"]) {
        expect(text).not.toContain(name);
      }
    }
  });
});

test("what is pending is told with its age, and the lag is as long as it waited", async () => {
  const organization = await openOrganization(house);
  const slow = 'rollcall_applied_lag_seconds_bucket{le="0.5",collection="members"}';
  const all = 'rollcall_applied_lag_seconds_count{collection="members"}';
  const before = await scrape(worker);
  await whileWorkerRests(house, async () => {
    const user = entraUser(organization.address("bob"));
    expect((await organization.directory.send("POST", "/Users", user)).status).toBe(201);
    await eventually(async () => {
      const { value } = await scrape(api);
      expect(value('rollcall_pending_records{collection="members"}')).toBe(1);
      expect(value('rollcall_pending_records{collection="groups"}')).toBe(0);
      expect(value('rollcall_oldest_pending_seconds{collection="members"}')).toBeGreaterThan(1);
      expect(value('rollcall_server_up{server="mongodb"}')).toBe(1);
      expect(value('rollcall_server_up{server="redis"}')).toBe(1);
    });
  });
  await organization.settled();
  await eventually(async () => expect((await scrape(worker)).value(all)).toBe((before.value(all) ?? 0) + 1));
  const later = await scrape(worker);
  expect((later.value(slow) ?? 0) - (before.value(slow) ?? 0), "applied within half a second").toBe(0);
  await eventually(async () => {
    const { value: state } = await scrape(api);
    expect(state('rollcall_pending_records{collection="members"}')).toBe(0);
    expect(state('rollcall_oldest_pending_seconds{collection="members"}')).toBe(0);
    expect(state('rollcall_queue_jobs{queue="drain",state="active"}')).toBe(0);
  });
});

test("F02 an e-mail that is refused is told as failed, by the worker once and by the state as long as it lasts", async () => {
  const organization = await openOrganization(house);
  house.mailbox.refuse(() => ({ code: 550, text: "no such mailbox" }));
  await organization.provision("carl");
  house.mailbox.refuse(null);
  await eventually(async () => {
    const { value } = await scrape(worker);
    expect(value('rollcall_emails_total{kind="invitation",outcome="failed"}')).toBe(1);
  });
  await eventually(async () => {
    const { value: state } = await scrape(api);
    expect(state("rollcall_emails_queued")).toBe(0);
    expect(state('rollcall_open_failures{kind="mail"}')).toBe(1);
    expect(state('rollcall_open_failures{kind="seat"}')).toBe(0);
  });
});

test("nothing but what is announced is on the operators' port", async () => {
  for (const path of ["/", "/queues", "/scim/v2/x/Users", "/metrics/x"]) {
    expect((await fetch(api + path)).status, path).toBe(404);
  }
});
