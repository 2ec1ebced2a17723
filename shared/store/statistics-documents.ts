/**
 * What was counted and noted of an organization's traffic, for people to look at. Nothing else rests on it: a process
 * that is killed loses a few seconds of it, and backups leave it out.
 */

/** One call of a directory, without its headers and its body. */
export type NotedRequest = {
  /** Told apart by it: a request stands in two lists, and may have been written twice. */
  readonly id: string;
  readonly at: Date;
  readonly method: string;
  /** What comes after the SCIM URL, with the query, decoded; cut where it is long. */
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  /** The id of the key; null where it was none of the organization's. */
  readonly key: string | null;
  /** What it was told, where it was refused; cut where it is long. */
  readonly detail: string | null;
  /** Whether the client was gone before the answer was. */
  readonly hungUp: boolean;
};

/** What a directory sent lately; one document an organization, whose id it has. */
export type RecentRequests = {
  readonly _id: string;
  /** The newest of all, and the newest of those that were refused: neither pushes out the other. */
  readonly all: readonly NotedRequest[];
  readonly refused: readonly NotedRequest[];
  /** How many were noted since the first one: it tells whether there is anything new. */
  readonly total: number;
};

/** The most requests of each list. */
export const requestsMax = 100;

/** How long the slices are in which activity is counted, and how long they are kept. */
export const sliceMs = 15 * 60 * 1000;
export const activityKeptMs = 3 * 24 * 60 * 60 * 1000;

/** What was counted. Absent is none. */
export type Counted = {
  /** Writes of the directory that were taken, and calls that were refused. */
  readonly writes?: number;
  readonly refused?: number;
  /** Records that were applied; from their acknowledgement on, together and at most. */
  readonly applied?: number;
  readonly lagMs?: number;
  readonly lagMaxMs?: number;
};

/** What happened in an organization in a slice of time; the id is made of both. */
export type ActivitySlice = Counted & {
  readonly _id: string;
  readonly organization: string;
  /** When the slice began. */
  readonly at: Date;
};
