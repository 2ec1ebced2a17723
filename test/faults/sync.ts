/**
 * A directory that does not give up: it sends users and changes of them, repeats what was not answered, and keeps
 * a model of what was acknowledged.
 */
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import type { TestOrganization } from "../support/organization.ts";
import { type Answer, entraUser, patchOf } from "../support/scim-client.ts";

/** By id: whether the last acknowledged write wants the person in. */
export type Model = Map<string, boolean>;

const connections = 16;
const disabledShare = 10;

/**
 * Sends `people` users; every tenth is disabled once it exists.
 * @param onAcknowledged is told how many users are acknowledged so far
 */
export async function sync(
  organization: TestOrganization,
  people: number,
  onAcknowledged: (count: number) => void = () => undefined,
): Promise<Model> {
  const model: Model = new Map();
  let next = 0;
  async function connection(): Promise<void> {
    for (;;) {
      const n = next;
      next += 1;
      if (n >= people) return;
      const id = await create(organization, `person-${n}`);
      model.set(id, true);
      onAcknowledged(model.size);
      if (n % disabledShare !== 0) continue;
      const { status } = await patiently(() =>
        organization.directory.send("PATCH", `/Users/${id}`, disabled),
      );
      expect(status).toBe(200);
      model.set(id, false);
    }
  }
  await Promise.all(Array.from({ length: connections }, connection));
  return model;
}

const disabled = patchOf({ op: "Replace", path: "active", value: "False" });

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
  for (const deadline = Date.now() + 60_000; ; ) {
    const answer = await send().catch(() => null);
    if (answer && answer.status !== 503) return answer;
    if (Date.now() > deadline) throw new Error("no answer in a minute");
    await pause(50);
  }
}
