/**
 * Provisioning cycles as Entra runs them: an initial one that finds or creates everybody, and incremental ones that
 * send what has changed. First people, then references between them, then groups, then members of groups.
 *
 * Always true: what the target is known to hold is noted with each answer, so that a cycle cut short goes on where
 * it stopped and nothing is sent twice.
 */
import { incrementalGroupStepFor, initialGroupStepFor } from "./groups/cycle.ts";
import { membershipChangesOf } from "./groups/membership-changes.ts";
import { sendMembers } from "./groups/provision.ts";
import { type CycleReport, type Job, openJob } from "./job.ts";
import { isGroupInScope } from "./scope.ts";
import type { Tenant } from "./tenant.ts";
import { incrementalStepFor, initialStepFor, referralFor } from "./users/cycle.ts";
import { openConnection, type Target } from "./wire/connection.ts";
import { forEachInFlight } from "./wire/in-flight.ts";

export type Progress = { phase: string; done: number; total: number };

type Plan = { stepFor: typeof initialStepFor; groupStepFor: typeof initialGroupStepFor };
type Step = () => Promise<void>;

/**
 * Looks everybody and every group in scope up, creates or matches them, then sends references and members. With a
 * tenant that has been sent before, this is Entra's "restart provisioning". Throws UnusableServer.
 */
export function runInitialCycle(
  tenant: Tenant,
  target: Target,
  onProgress: (progress: Progress) => void,
): Promise<CycleReport> {
  const plan = { stepFor: initialStepFor, groupStepFor: initialGroupStepFor };
  return runCycle(tenant, target, onProgress, plan);
}

/**
 * Sends what differs from what the target is known to hold, and tries again what it refused before. Without changes
 * there are no requests. Throws UnusableServer.
 */
export function runIncrementalCycle(
  tenant: Tenant,
  target: Target,
  onProgress: (progress: Progress) => void,
): Promise<CycleReport> {
  const plan = { stepFor: incrementalStepFor, groupStepFor: incrementalGroupStepFor };
  return runCycle(tenant, target, onProgress, plan);
}

async function runCycle(
  tenant: Tenant,
  target: Target,
  onProgress: (progress: Progress) => void,
  plan: Plan,
): Promise<CycleReport> {
  const startedAt = performance.now();
  const connection = openConnection(target);
  const job = openJob(tenant, connection);
  try {
    // Each phase is planned when the one before is over: it refers to what that has put into the target.
    for (const [phase, stepsOf] of phasesOf(job, tenant, plan)) {
      const steps = stepsOf();
      let done = 0;
      onProgress({ phase, done, total: steps.length });
      await forEachInFlight(target.connections, steps, async (take) => {
        await take();
        done += 1;
        onProgress({ phase, done, total: steps.length });
      });
    }
  } finally {
    connection.close();
  }
  const tookMs = Math.round(performance.now() - startedAt);
  return { ...job.report, requests: connection.requests(), tookMs };
}

function phasesOf(job: Job, tenant: Tenant, plan: Plan): [phase: string, stepsOf: () => Step[]][] {
  const { groups: kind } = job;
  const forPeople = (stepFor: Plan["stepFor"]) => () =>
    tenant.people.flatMap((person) => {
      const step = stepFor(job, person);
      return step === null ? [] : [() => step(job, person)];
    });
  const people: ReturnType<typeof phasesOf> = [
    ["people", forPeople(plan.stepFor)],
    ["references", forPeople(referralFor)],
  ];
  if (kind === null) return people;
  const groups = () =>
    tenant.groups.flatMap((group) => {
      const step = plan.groupStepFor(job, group);
      return step === null ? [] : [() => step(job, kind, group)];
    });
  const members = () => {
    const present = tenant.groups.filter((group) => isGroupInScope(group) && group.scimId !== null);
    return membershipChangesOf(job.source, present).map((change) => () => sendMembers(job, kind, change));
  };
  return [...people, ["groups", groups], ["memberships", members]];
}
