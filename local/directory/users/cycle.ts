/**
 * Which steps a cycle takes for people.
 *
 * Always true: nobody for whom there is nothing to send gets a step.
 */
import type { Job } from "../job.ts";
import { operationsFor } from "../mapping/values.ts";
import type { Person } from "./person.ts";
import { provisionPerson, referPerson, removePerson, updatePerson } from "./provision.ts";
import { wantedOf } from "./wanted.ts";

type Step = (job: Job, person: Person) => Promise<void>;

/** In an initial cycle everybody in scope is looked up. */
export function initialStepFor({ source }: Job, person: Person): Step | null {
  if (source.scope.deletes(person)) return removalOf(person);
  return source.scope.covers(person) || person.scimId !== null ? provisionPerson : null;
}

/** In an incremental cycle, only what differs from what the target is known to hold is sent. */
export function incrementalStepFor({ source }: Job, person: Person): Step | null {
  if (source.scope.deletes(person)) return removalOf(person);
  if (person.sent === null) return source.scope.covers(person) ? provisionPerson : null;
  return operationsFor(person.sent, wantedOf(source, person)).length > 0 ? updatePerson : null;
}

/** What remains after the first pass are references to people who were not there yet; others are in escrow. */
export function referralFor({ source }: Job, person: Person): Step | null {
  if (person.sent === null || person.escrow !== null) return null;
  return operationsFor(person.sent, wantedOf(source, person)).length > 0 ? referPerson : null;
}

function removalOf(person: Person): Step | null {
  return person.scimId === null ? null : removePerson;
}
