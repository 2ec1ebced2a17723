/**
 * Provisioning cycles as Entra runs them: an initial one that finds or creates everybody, and incremental ones that
 * send what has changed.
 *
 * Always true: what the target is known to hold is noted with each answer, so that a cycle cut short goes on where
 * it stopped and nothing is sent twice.
 */
import { openConnection, type Target } from "./connection.ts";
import { forEachInFlight } from "./in-flight.ts";
import {
  type CycleReport,
  type Job,
  provisionPerson,
  referPerson,
  removePerson,
  updatePerson,
} from "./provision.ts";
import { inScope, isDeleted, type Person, type Tenant } from "./tenant.ts";
import { operationsFor, sourceOf, wantedOf } from "./wanted.ts";

export { changePeople } from "./changes.ts";
export type { Target } from "./connection.ts";
export type { CycleReport } from "./provision.ts";
export { testConnection } from "./test-connection.ts";
export type Progress = { phase: string; done: number; total: number };

/** One thing to do for one person. */
type Step = { person: Person; take: (job: Job, person: Person) => Promise<void> };

/**
 * Looks everybody in scope up, creates or matches them, then sends references. With a tenant that has been sent
 * before, this is Entra's "restart provisioning". Throws UnusableServer.
 */
export function runInitialCycle(
  tenant: Tenant,
  target: Target,
  onProgress: (progress: Progress) => void,
): Promise<CycleReport> {
  return runCycle(tenant, target, onProgress, (_job, person) => {
    if (isDeleted(person)) return removalOf(person);
    return inScope(person) || person.scimId !== null ? provisionPerson : null;
  });
}

/**
 * Sends what differs from what the target is known to hold, and tries again whom it refused before. Without changes
 * there are no requests. Throws UnusableServer.
 */
export function runIncrementalCycle(
  tenant: Tenant,
  target: Target,
  onProgress: (progress: Progress) => void,
): Promise<CycleReport> {
  return runCycle(tenant, target, onProgress, (job, person) => {
    if (isDeleted(person)) return removalOf(person);
    if (person.sent === null) return inScope(person) ? provisionPerson : null;
    return operationsFor(person.sent, wantedOf(job.source, person)).length > 0 ? updatePerson : null;
  });
}

async function runCycle(
  tenant: Tenant,
  target: Target,
  onProgress: (progress: Progress) => void,
  plan: (job: Job, person: Person) => Step["take"] | null,
): Promise<CycleReport> {
  const startedAt = performance.now();
  const connection = openConnection(target);
  const job: Job = { connection, source: sourceOf(tenant), report: emptyReport() };
  const takeSteps = async (phase: string, steps: Step[]) => {
    let done = 0;
    onProgress({ phase, done, total: steps.length });
    await forEachInFlight(target.connections, steps, async ({ person, take }) => {
      await take(job, person);
      done += 1;
      onProgress({ phase, done, total: steps.length });
    });
  };
  try {
    await takeSteps(
      "people",
      stepsFor(tenant, (person) => plan(job, person)),
    );
    await takeSteps(
      "references",
      stepsFor(tenant, (person) => referralOf(job, person)),
    );
  } finally {
    connection.close();
  }
  return {
    ...job.report,
    requests: connection.requests(),
    tookMs: Math.round(performance.now() - startedAt),
  };
}

function stepsFor(tenant: Tenant, plan: (person: Person) => Step["take"] | null): Step[] {
  return tenant.people.flatMap((person) => {
    const take = plan(person);
    return take === null ? [] : [{ person, take }];
  });
}

function removalOf(person: Person): Step["take"] | null {
  return person.scimId === null ? null : removePerson;
}

/** What remains after the first pass are references to people who were not there yet; others are in escrow. */
function referralOf(job: Job, person: Person): Step["take"] | null {
  if (person.sent === null || person.escrow !== null) return null;
  return operationsFor(person.sent, wantedOf(job.source, person)).length > 0 ? referPerson : null;
}

function emptyReport(): CycleReport {
  return {
    requests: 0,
    created: 0,
    matched: 0,
    updated: 0,
    disabled: 0,
    enabled: 0,
    deleted: 0,
    references: 0,
    refused: [],
    tookMs: 0,
  };
}
