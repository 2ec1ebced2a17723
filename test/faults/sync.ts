/**
 * A directory that does not give up: it sends users and changes of them, repeats what was not answered, and keeps
 * a model of what was acknowledged.
 */
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import type { TestOrganization } from "../support/organization.ts";
import { type Answer, entraUser, patchOf } from "../support/scim-client.ts";

/** What the last acknowledged write of a person wants. */
export type Wanted = { active: boolean; removed: boolean; readonly attributes: Record<string, string> };

/** By id. */
export type Model = Map<string, Wanted>;

export type Synced = {
  readonly model: Model;
  /** Writes that were acknowledged. */
  readonly writes: number;
  /** The longest time in which none was, in milliseconds. */
  readonly longestGapMs: number;
};

const connections = 16;
const giveUpMs = 120_000;

/**
 * Sends `people` users. Of every ten, one is disabled once it exists, one is deleted, and two attributes of one are
 * written at the same time.
 * @param onAcknowledged is told how many users are acknowledged so far; where it gives a promise, the directory waits
 */
export async function sync(
  organization: TestOrganization,
  people: number,
  onAcknowledged: (count: number) => Promise<void> | void = () => undefined,
): Promise<Synced> {
  const { directory } = organization;
  const model: Model = new Map();
  let next = 0;
  let writes = 0;
  let longestGapMs = 0;
  let lastAt = performance.now();

  function acknowledged(): void {
    writes += 1;
    longestGapMs = Math.max(longestGapMs, performance.now() - lastAt);
    lastAt = performance.now();
  }

  async function write(method: "PATCH" | "DELETE", id: string, body?: object): Promise<void> {
    const { status } = await patiently(() => directory.send(method, `/Users/${id}`, body));
    // Deleted, by a try whose answer was lost.
    expect(method === "PATCH" ? [200, 204] : [204, 404]).toContain(status);
    acknowledged();
  }

  async function change(id: string, wanted: Wanted, n: number): Promise<void> {
    if (n % 10 === 0) {
      await write("PATCH", id, patchOf({ op: "Replace", path: "active", value: "False" }));
      wanted.active = false;
    }
    if (n % 10 === 3) {
      const set = async (path: string, value: string) => {
        await write("PATCH", id, patchOf({ op: "Replace", path, value }));
        wanted.attributes[path] = value;
      };
      await Promise.all([set("title", `Title ${n}`), set("nickName", `Nick ${n}`)]);
    }
    if (n % 10 === 7) {
      await write("DELETE", id);
      wanted.removed = true;
    }
  }

  async function connection(): Promise<void> {
    for (;;) {
      const n = next;
      next += 1;
      if (n >= people) return;
      const id = await create(organization, `person-${n}`);
      acknowledged();
      const wanted = { active: true, removed: false, attributes: {} };
      model.set(id, wanted);
      const hold = onAcknowledged(model.size);
      if (hold) {
        await hold;
        // While the directory itself waits, nobody keeps it waiting.
        lastAt = performance.now();
      }
      await change(id, wanted, n);
    }
  }
  await Promise.all(Array.from({ length: connections }, connection));
  return { model, writes, longestGapMs };
}

/** A POST whose answer was lost has come to be or not; a 409 on the next try tells that it has. */
async function create({ directory, address }: TestOrganization, local: string): Promise<string> {
  const made = await patiently(() => directory.send("POST", "/Users", entraUser(address(local))));
  if (made.status === 201) return String(made.body.id);
  expect(made.status, JSON.stringify(made.body)).toBe(409);
  const found = await patiently(() =>
    directory.send("GET", `/Users?filter=userName+eq+%22${address(local)}%22`),
  );
  return String(found.body.Resources[0].id);
}

/** Sends again while there is no answer, or one that says "not now". */
async function patiently(send: () => Promise<Answer>): Promise<Answer> {
  for (const deadline = Date.now() + giveUpMs; ; ) {
    const answer = await send().catch(() => null);
    if (answer && answer.status !== 503) return answer;
    if (Date.now() > deadline) throw new Error(`no answer in ${giveUpMs / 1_000} seconds`);
    await pause(50);
  }
}
