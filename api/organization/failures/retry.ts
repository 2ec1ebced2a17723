/**
 * Trying again what has failed for good: the work of members and groups, and e-mails. All other failures end by
 * themselves once their cause is gone.
 */
import { failureWords } from "../../../shared/failure-words.ts";
import { invitationEmailId } from "../../../shared/invitation.ts";
import type { Failure, FailureKind } from "../../../shared/store/documents.ts";
import type { ApiDeps } from "../../deps.ts";
import { Refusal } from "../refusal.ts";
import { requireFailure } from "./failures.ts";

/** How many of each are tried again. */
export type Retried = {
  readonly members: number;
  readonly groups: number;
  readonly memberships: number;
  readonly emails: number;
};

type Retry = (deps: ApiDeps, organization: string, subjects: string[]) => Promise<Partial<Retried>>;

const retries: ReadonlyMap<FailureKind, Retry> = new Map([
  ["work", retryWork],
  ["mail", retryInvitations],
  ["alertMail", retryAlerts],
]);

/** Whether trying again can help; all other failures end by themselves once their cause is gone. */
export function canRetry(kind: FailureKind): boolean {
  return retries.has(kind);
}

/** The subjects that are tried again together. */
const batchMax = 1_000;

/**
 * Tries again what is open.
 * @param only the id of one failure, open or dismissed; without it, all that are open
 * @throws Refusal where there is no such failure, or trying again would not help
 */
export async function retryFailed(deps: ApiDeps, organization: string, only?: string): Promise<Retried> {
  const total = { members: 0, groups: 0, memberships: 0, emails: 0 };
  const add = ({ members = 0, groups = 0, memberships = 0, emails = 0 }: Partial<Retried>) => {
    total.members += members;
    total.groups += groups;
    total.memberships += memberships;
    total.emails += emails;
  };
  if (only === undefined) {
    for (const [kind, retry] of retries)
      for await (const subjects of openSubjects(deps, organization, kind))
        add(await retry(deps, organization, subjects));
  } else {
    const failure = await requireFailure(deps, organization, only);
    add(await retryOf(failure)(deps, organization, [failure.subject]));
  }
  deps.queues.wake(organization);
  return total;
}

function retryOf({ kind, state }: Failure): Retry {
  const retry = retries.get(kind);
  if (!retry) throw new Refusal(`Trying again does not help here. ${failureWords[kind].todo}`);
  if (state === "resolved")
    throw new Refusal("This failure is over, and there is nothing to try again. Load the list again.");
  return retry;
}

async function* openSubjects(
  { store }: ApiDeps,
  organization: string,
  kind: FailureKind,
): AsyncGenerator<string[]> {
  let subjects: string[] = [];
  const open = store.failures.find(
    { organization, state: "open", kind },
    { projection: { subject: 1 }, batchSize: batchMax },
  );
  for await (const { subject } of open) {
    subjects.push(subject);
    if (subjects.length < batchMax) continue;
    yield subjects;
    subjects = [];
  }
  if (subjects.length > 0) yield subjects;
}

async function retryWork(
  { store, now }: ApiDeps,
  organization: string,
  subjects: string[],
): Promise<Partial<Retried>> {
  const failed = { organization, "pending.failedAt": { $exists: true } };
  const again = {
    $set: { "pending.dueAt": now(), "pending.attempts": 0 },
    $unset: { "pending.failedAt": true as const },
  };
  const members = await store.members.updateMany({ ...failed, _id: { $in: subjects } }, again);
  const groups = await store.groups.updateMany({ ...failed, _id: { $in: subjects } }, again);
  const memberships = await store.memberships.updateMany({ ...failed, group: { $in: subjects } }, again);
  return {
    members: members.modifiedCount,
    groups: groups.modifiedCount,
    memberships: memberships.modifiedCount,
  };
}

/** The newest invitation of each member, with the link that it has. */
async function retryInvitations(
  deps: ApiDeps,
  organization: string,
  subjects: string[],
): Promise<Partial<Retried>> {
  const invited = await deps.store.members
    .find({ organization, _id: { $in: subjects } }, { projection: { "standing.invitation.number": 1 } })
    .toArray();
  const newest = invited.flatMap(({ _id, standing }) =>
    standing?.invitation ? [invitationEmailId(_id, standing.invitation.number)] : [],
  );
  return queueAgain(deps, organization, newest, {});
}

/** What an address was to be told last; its day begins anew. */
async function retryAlerts(
  deps: ApiDeps,
  organization: string,
  subjects: string[],
): Promise<Partial<Retried>> {
  const { store, config, now } = deps;
  const told = await store.alerts.findOne({ _id: organization });
  const filter = { organization, _id: { $in: [...(told?.emails ?? [])] }, address: { $in: subjects } };
  const last = await store.emails.find(filter, { projection: { _id: 1 } }).toArray();
  const giveUpAt = new Date(now().getTime() + config.ALERT_MAIL_KEEP_MS);
  return queueAgain(
    deps,
    organization,
    last.map(({ _id }) => _id),
    { giveUpAt },
  );
}

async function queueAgain(
  { store, queues, now, log }: ApiDeps,
  organization: string,
  emails: readonly string[],
  more: { readonly giveUpAt?: Date },
): Promise<Partial<Retried>> {
  const failed = await store.emails
    .find({ organization, _id: { $in: [...emails] }, state: "failed" }, { projection: { _id: 1 } })
    .toArray();
  const ids = failed.map(({ _id }) => _id);
  await store.emails.updateMany(
    { organization, _id: { $in: ids }, state: "failed" },
    { $set: { state: "queued", attempts: 0, dueAt: now(), ...more } },
  );
  // Without Redis the sweeper finds them.
  await queues.mailOut(ids).catch((error: unknown) => log.debug({ err: error }, "e-mails were not queued"));
  return { emails: ids.length };
}
