/**
 * Where pages of a whole list began, so that a page far down need not count its way there. Ids grow with time, so new
 * resources come at the end and move no position; a removal moves those after it, and positions are forgotten then,
 * or after a while where another process removed it: until then a page far down goes on where the page before ended.
 */

/** So many resources stand before the one that comes after this id. */
type Position = { readonly index: number; readonly after: string };

/** The positions in one list. */
export type ListPositions = {
  /** The last known position that is not beyond an index; none for the first resources, which are counted. */
  before(index: number): Position | undefined;
  remember(position: Position): void;
};

export type Positions = {
  /** Once the list is forgotten, what is remembered here of how it was before is lost. */
  of(list: string): ListPositions;
  forget(list: string): void;
};

/** Resources that are counted rather than remembered: near the beginning a page is exact. */
export const stride = 1_000;
const positionsMax = 1_000;
const listsMax = 500;
const rememberedMs = 30_000;

/** The list of all resources of a type, by age. */
export function positionsOf(organization: string, kind: "User" | "Group"): string {
  return `${organization} ${kind}`;
}

export function openPositions(now: () => Date): Positions {
  const lists = new Map<string, ListPositions>();
  return {
    of: (list) => {
      const positions = lists.get(list) ?? openList(now);
      lists.delete(list);
      lists.set(list, positions);
      const oldest = lists.size > listsMax ? lists.keys().next() : undefined;
      if (oldest && !oldest.done) lists.delete(oldest.value);
      return positions;
    },
    forget: (list) => void lists.delete(list),
  };
}

function openList(now: () => Date): ListPositions {
  let remembered: readonly (Position & { readonly until: number })[] = [];
  const known = () => remembered.filter(({ until }) => until > now().getTime());
  return {
    before: (index) =>
      known()
        .filter((position) => position.index <= index)
        .reduce<Position | undefined>(
          (best, position) => (best && best.index >= position.index ? best : position),
          undefined,
        ),
    remember: ({ index, after }) => {
      if (index < stride) return;
      const others = known().filter((position) => position.index !== index);
      remembered = [
        ...others.slice(1 - positionsMax),
        { index, after, until: now().getTime() + rememberedMs },
      ];
    },
  };
}
