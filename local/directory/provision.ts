/**
 * What a cycle does for one person: find or create, update, refer to their manager, remove.
 *
 * Always true: a refusal puts the person into escrow and the cycle goes on; only a success changes what the target
 * is known to hold.
 */
import { type Answer, type Connection, UnusableServer } from "./connection.ts";
import { matchingOf } from "./mapping.ts";
import { isSuccess, type User, userFrom, userListFrom } from "./message.ts";
import { inScope, type Person } from "./tenant.ts";
import {
  documentFor,
  heldAfter,
  heldIn,
  type Operation,
  operationsFor,
  type Source,
  type Values,
  wantedOf,
  withoutReferences,
} from "./wanted.ts";

export type CycleReport = {
  /** Retries included. */
  requests: number;
  created: number;
  /** Found in the target instead of created. */
  matched: number;
  /** People of whom attributes other than `active` were changed. */
  updated: number;
  disabled: number;
  enabled: number;
  deleted: number;
  /** People whose manager was sent in the second pass. */
  references: number;
  refused: { person: string; status: number; detail: string }[];
  tookMs: number;
};
export type Job = { connection: Connection; source: Source; report: CycleReport };

const patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** Finds a person in the target and brings them to what is wanted, or creates them. */
export function provisionPerson(job: Job, person: Person): Promise<void> {
  return orEscrow(job, person, async () => {
    const user = await findUser(job, person);
    if (user !== null) {
      person.scimId = user.id;
      person.sent = heldIn(job.source, user);
      job.report.matched += 1;
      count(job, await patch(job, person, withoutReferences(job.source, wantedOf(job.source, person))));
    } else if (inScope(person)) await createUser(job, person);
    else forget(person);
  });
}

/** Sends what has changed, in one PATCH. */
export function updatePerson(job: Job, person: Person): Promise<void> {
  return orEscrow(job, person, async () =>
    count(job, await patch(job, person, wantedOf(job.source, person))),
  );
}

/** Sends the references that had to wait until the people referred to were in the target. */
export function referPerson(job: Job, person: Person): Promise<void> {
  return orEscrow(job, person, async () => {
    await patch(job, person, wantedOf(job.source, person));
    job.report.references += 1;
  });
}

/** Deletes a person in the target; somebody who is gone already counts as deleted. */
export function removePerson(job: Job, person: Person): Promise<void> {
  return orEscrow(job, person, async () => {
    const answer = await job.connection.request("DELETE", pathOf(person.scimId));
    if (answer.status !== 404) accepted(answer);
    forget(person);
    job.report.deleted += 1;
  });
}

/** By the id that the server gave, else by the matching attributes in their order; with its current state. */
async function findUser({ connection, source }: Job, person: Person): Promise<User | null> {
  if (person.scimId !== null) {
    const answer = await connection.request("GET", pathOf(person.scimId));
    if (answer.status !== 404) return userFrom(accepted(answer));
  }
  const wanted = wantedOf(source, person);
  for (const { target } of matchingOf(source.mappings)) {
    const value = wanted[target];
    if (typeof value !== "string") continue;
    const filter = `${target} eq "${value.replace(/["\\]/g, "\\$&")}"`;
    const answer = await connection.request("GET", "/Users", { query: { filter } });
    if (answer.status === 404)
      throw new UnusableServer("The server answers 404 to a filter instead of an empty list");
    const [user, other] = userListFrom(accepted(answer)).Resources;
    if (other !== undefined) throw new Refusal({ ...answer, detail: `${filter} finds more than one user` });
    if (user !== undefined) return userFrom(accepted(await connection.request("GET", pathOf(user.id))));
  }
  return null;
}

async function createUser({ connection, source, report }: Job, person: Person): Promise<void> {
  const values = withoutReferences(source, wantedOf(source, person));
  const body = documentFor(source, values);
  person.scimId = userFrom(accepted(await connection.request("POST", "/Users", { body }))).id;
  person.sent = heldAfter({}, operationsFor({}, values));
  report.created += 1;
}

/** Sends what differs, and returns the operations that the server took. */
async function patch({ connection }: Job, person: Person, wanted: Values): Promise<Operation[]> {
  const held = person.sent ?? {};
  const operations = operationsFor(held, wanted);
  if (operations.length === 0) return [];
  const body = { schemas: [patchOp], Operations: operations };
  const answer = await connection.request("PATCH", pathOf(person.scimId), { body });
  if (answer.status === 404) forget(person);
  accepted(answer);
  person.sent = heldAfter(held, operations);
  return operations;
}

function count({ report }: Job, operations: Operation[]): void {
  const active = operations.find(({ path }) => path === "active");
  if (active?.value === "False") report.disabled += 1;
  if (active?.value === "True") report.enabled += 1;
  if (operations.some((operation) => operation !== active)) report.updated += 1;
}

/** The server said no to this one person. */
class Refusal extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(answer.detail);
    this.answer = answer;
  }
}

function accepted(answer: Answer): Answer {
  if (!isSuccess(answer)) throw new Refusal(answer);
  return answer;
}

async function orEscrow(job: Job, person: Person, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    person.escrow = null;
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    const { status, detail } = cause.answer;
    person.escrow = { status, detail };
    job.report.refused.push({ person: person.userPrincipalName, status, detail });
  }
}

function forget(person: Person): void {
  person.scimId = null;
  person.sent = null;
}

function pathOf(scimId: string | null): string {
  if (scimId === null) throw new Error("Somebody without an id in the target has no path there");
  return `/Users/${encodeURIComponent(scimId)}`;
}
