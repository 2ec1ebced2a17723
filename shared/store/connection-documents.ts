/**
 * What was seen of a directory's calls: one document an organization and key, and one for the calls that came without
 * a key of the organization. The API writes what it saw, workers write what they made of it; neither writes the
 * other's fields. Nothing in it repeats a body, a query or a key.
 */

/**
 * What a call needs to go well in, each for itself: to be let in, to be answered a read, to be taken a write. A
 * directory that looks people up before it writes them has every other call go well while no write does.
 */
export const slots = ["access", "write", "read"] as const;
export type Slot = (typeof slots)[number];

/** Calls that were refused in a row: of one kind, and none went well in between. */
export type Refused = {
  readonly status: number;
  /** The kind: the fault that the directory was told. */
  readonly fault: string;
  /** What the directory was told last; cut where it is long. */
  readonly detail: string;
  readonly count: number;
  readonly since: Date;
  readonly lastAt: Date;
};

/** Calls that came without a longer pause between them. */
export type Cycle = {
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly calls: number;
  readonly writes: number;
  /** Calls that were wrong in themselves; a name that is taken or nowhere to be found is part of the work. */
  readonly refusals: number;
  /** Calls that we could not serve. */
  readonly errors: number;
  /** Whether its last call found no answer: the directory hung up, or was turned away for now. */
  readonly cutShort: boolean;
};

export type Connection = {
  readonly _id: string;
  readonly organization: string;
  /** The id of the key; null for calls with none that the organization has. */
  readonly key: string | null;
  /** Counts what the API wrote: several processes add up by it. */
  readonly revision: number;
  /** The last ones, the oldest first; never empty. */
  readonly cycles: readonly Cycle[];
  /** When a call went well last, by slot. */
  readonly fine: { readonly [Name in Slot]?: Date };
  /** When a read or a write went well for the first time. */
  readonly firstSuccessAt?: Date;
  /** When the first cycle ended that wrote something and was not cut short, as the next one showed. */
  readonly firstCycleAt?: Date;
  readonly refused: { readonly [Name in Slot]?: Refused };
  /** From when on a worker is to look at it; absent while nothing can come of it. */
  readonly lookAt?: Date;
  /** The failures that were opened for it, by kind, and since when what they tell of had lasted. */
  readonly told?: { readonly [Kind in ConnectionTrouble]?: Date };
};

/** The kinds of failures that are about a connection. */
export const connectionTroubles = ["connection", "silence"] as const;
export type ConnectionTrouble = (typeof connectionTroubles)[number];

/** The subject of a failure that is about calls without a key of the organization. */
export const unknownKey = "unknown key";

/** When a read or a write went well last; null for never. */
export function lastSuccessAt({ fine }: Pick<Connection, "fine">): Date | null {
  const times = [fine.read, fine.write].filter((at) => at !== undefined);
  return times.length === 0 ? null : new Date(Math.max(...times.map(Number)));
}

/** Whether a cycle that is over did what a directory comes for: some of its writes were taken, and it came to its end. */
export function isFullCycle({ writes, refusals, errors, cutShort }: Cycle): boolean {
  return writes > refusals + errors && !cutShort;
}
