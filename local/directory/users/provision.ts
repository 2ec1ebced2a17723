/**
 * What a cycle does for one person: find or create, update, refer to their manager, remove.
 *
 * Always true: whom the server refuses is listed in the report, and the cycle goes on.
 */
import type { Job } from "../job.ts";
import type { Operation } from "../mapping/values.ts";
import { change, create, forget, match, orEscrow, remove } from "../provisioned.ts";
import type { Person } from "./person.ts";
import { documentFor, wantedOf, withoutReferences } from "./wanted.ts";

/** Finds a person in the target and brings them to what is wanted, or creates them. */
export function provisionPerson(job: Job, person: Person): Promise<void> {
  return noted(job, person, async () => {
    const wanted = withoutReferences(job.source, wantedOf(job.source, person));
    if (await match(job.users, person, wanted)) {
      job.report.matched += 1;
      count(job, await change(job.users, person, wanted));
    } else if (job.source.scope.covers(person)) {
      await create(job.users, person, wanted, documentFor(job.source, wanted));
      job.report.created += 1;
    } else forget(person);
  });
}

/** Sends what has changed, in one PATCH. */
export function updatePerson(job: Job, person: Person): Promise<void> {
  return noted(job, person, async () =>
    count(job, await change(job.users, person, wantedOf(job.source, person))),
  );
}

/** Sends the references that had to wait until the people referred to were in the target. */
export function referPerson(job: Job, person: Person): Promise<void> {
  return noted(job, person, async () => {
    await change(job.users, person, wantedOf(job.source, person));
    job.report.references += 1;
  });
}

/** Deletes a person in the target; somebody who is gone already counts as deleted. */
export function removePerson(job: Job, person: Person): Promise<void> {
  return noted(job, person, async () => {
    await remove(job.users, person);
    job.report.deleted += 1;
  });
}

function count({ report }: Job, operations: Operation[]): void {
  const active = operations.find(({ path }) => path === "active");
  if (active?.value === "False") report.disabled += 1;
  if (active?.value === "True") report.enabled += 1;
  if (operations.some((operation) => operation !== active)) report.updated += 1;
}

async function noted(job: Job, person: Person, work: () => Promise<void>): Promise<void> {
  const refusal = await orEscrow(person, work);
  if (refusal !== null) job.report.refused.push({ subject: person.userPrincipalName, ...refusal });
}
