/**
 * Writes the rows of one telling, and what was told. At most one e-mail an address waits to be sent: what has not gone
 * out yet is superseded, so that a mail server which comes back does not deliver a day's digests at once.
 */
import type { Alert, AlertEmail } from "../../shared/store/documents.ts";
import type { OpenSpan } from "../../shared/store/failures.ts";
import type { Turn } from "../../shared/store/turn.ts";
import type { WorkerDeps } from "../deps.ts";

export type Telling = {
  readonly isOver: boolean;
  readonly told: Alert | null;
  readonly open: OpenSpan | null;
  readonly recipients: readonly string[];
  readonly at: Date;
};

/** @returns the ids of the e-mails, which are to be queued once the turn is over */
export async function writeAlert(deps: WorkerDeps, turn: Turn, telling: Telling): Promise<string[]> {
  const { store } = deps;
  const { session, organization } = turn;
  const { isOver, told, recipients, at } = telling;
  // An organization that is told nothing has no episode, and none to hear the end of.
  if (recipients.length === 0 && (told?.digests ?? 0) === 0) return [];
  const episode = episodeOf(telling);
  const waiting = await supersede(deps, turn, told?.emails ?? []);
  const heard = isOver ? await heardOf(deps, turn, episode) : null;
  const rows = recipients.flatMap((address, index): AlertEmail[] => {
    if (heard && !heard.has(address)) return [];
    const keptUntil = new Date(at.getTime() + deps.config.ALERT_MAIL_KEEP_MS);
    return [
      {
        _id: `${prefixOf(organization._id, episode.number)}${episode.digests + 1}.${index + 1}`,
        organization: organization._id,
        kind: "alert",
        address,
        isOver,
        since: episode.since,
        state: "queued",
        attempts: 0,
        createdAt: at,
        dueAt: at,
        // The day of an address begins with the first e-mail that did not get through.
        giveUpAt: waiting.get(address) ?? keptUntil,
      },
    ];
  });
  if (rows.length > 0) await store.emails.insertMany(rows, { session });
  const ends = isOver || recipients.length === 0;
  const next = {
    episode: episode.number,
    digests: ends ? 0 : episode.digests + 1,
    since: episode.since,
    toldAt: rows.length > 0 ? at : (told?.toldAt ?? at),
    emails: rows.map(({ _id }) => _id),
  };
  await store.alerts.updateOne({ _id: organization._id }, { $set: next }, { session, upsert: true });
  return rows.map(({ _id }) => _id);
}

type Episode = { readonly number: number; readonly digests: number; readonly since: Date };

/** The episode that lasts; or a new one, where none does. */
function episodeOf({ told, open, at }: Telling): Episode {
  if (told && told.digests > 0) return { number: told.episode, digests: told.digests, since: told.since };
  return { number: (told?.episode ?? 0) + 1, digests: 0, since: open?.oldest ?? at };
}

/** An organization's id holds no dot, so no other one's e-mails begin like that. */
function prefixOf(organization: string, episode: number): string {
  return `alert.${organization}.${episode}.`;
}

/** @returns until when the addresses were to be tried whose e-mail was tried in vain */
async function supersede(
  { store }: WorkerDeps,
  { session, organization: { _id: organization } }: Turn,
  emails: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  if (emails.length === 0) return new Map();
  const filter = { organization, _id: { $in: [...emails] }, state: "queued" as const };
  const waiting = await store.emails.find(filter, { session }).toArray();
  await store.emails.updateMany(filter, { $set: { state: "superseded" } }, { session });
  return new Map(
    waiting.flatMap((email) =>
      email.kind === "alert" && email.attempts > 0 ? [[email.address, email.giveUpAt] as const] : [],
    ),
  );
}

/** The addresses that got an e-mail of the episode. */
async function heardOf(
  { store }: WorkerDeps,
  { session, organization: { _id: organization } }: Turn,
  { number }: Episode,
): Promise<ReadonlySet<string>> {
  const prefix = prefixOf(organization, number);
  const filter = {
    _id: { $gte: prefix, $lt: `${prefix}~` },
    organization,
    kind: "alert" as const,
    state: "sent" as const,
  };
  const sent = await store.emails.find(filter, { session }).toArray();
  return new Set(sent.flatMap((email) => (email.kind === "alert" ? [email.address] : [])));
}
