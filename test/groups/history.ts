/**
 * What clients did at the same time, and what may be seen after it. Each membership is a register: what is seen there
 * must be the value of a write that no other write followed, by the order in which they were sent and answered.
 */

/** One request: a write that it made holds from somewhere between start and end. */
export type Span = {
  readonly start: number;
  /** Infinite while there is no answer, and for ever where there was none. */
  end: number;
  /** Whether the answer said that nothing was done. */
  refused: boolean;
};

type Write = { readonly value: boolean; readonly span: Span };

export class History {
  readonly #registers = new Map<string, Write[]>();
  readonly #deletes = new Map<string, Write[]>();

  /** Notes that somebody is put into a group, or out of it. */
  write(group: string, user: string, value: boolean, span: Span): void {
    push(this.#registers, nameOf(group, user), { value, span });
  }

  /** Notes that a group or a user is deleted. */
  delete(id: string, span: Span): void {
    push(this.#deletes, id, { value: false, span });
  }

  /** Whether a value can be seen by who looks in a span. */
  allows(group: string, user: string, value: boolean, seen: Omit<Span, "refused">): boolean {
    const writes = [before, ...this.#writesOf(group, user)];
    const isOver = ({ span }: Write) =>
      writes.some(
        (other) => other.value !== value && span.end < other.span.start && other.span.end < seen.start,
      );
    return writes.some((write) => write.value === value && write.span.start < seen.end && !isOver(write));
  }

  /** Whether a group or user must be gone for who looks from then on. */
  mustBeGone(id: string, start: number): boolean {
    return held(this.#deletes.get(id)).some(({ span }) => span.end < start);
  }

  /** Whether a group or user can be gone for who looks until then. */
  mayBeGone(id: string, end: number): boolean {
    return held(this.#deletes.get(id)).some(({ span }) => span.start < end);
  }

  /** All that was written to a register, for who wonders. */
  tell(group: string, user: string): string {
    const told = this.#writesOf(group, user).map(
      ({ value, span }) => `${value ? "in" : "out"} ${span.start.toFixed(1)}..${span.end.toFixed(1)}`,
    );
    return told.join(", ");
  }

  #writesOf(group: string, user: string): Write[] {
    const writes = [
      ...held(this.#registers.get(nameOf(group, user))),
      ...held(this.#deletes.get(group)),
      ...held(this.#deletes.get(user)),
    ];
    return writes.sort((left, right) => left.span.start - right.span.start);
  }
}

/** Nobody is in a group before anything is written. */
const before: Write = {
  value: false,
  span: { start: Number.NEGATIVE_INFINITY, end: Number.NEGATIVE_INFINITY, refused: false },
};

function held(writes: readonly Write[] = []): Write[] {
  return writes.filter(({ span }) => !span.refused);
}

function push(lists: Map<string, Write[]>, name: string, write: Write): void {
  lists.set(name, [...(lists.get(name) ?? []), write]);
}

function nameOf(group: string, user: string): string {
  return `${group}/${user}`;
}
