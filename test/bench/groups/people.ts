/**
 * An organization with as many members as a measurement needs, put straight into the store: what is measured is what
 * groups do with them.
 */
import { freshMember } from "../../../shared/store/members.ts";
import type { Caller, Stage } from "../stage.ts";

const atOnce = 5_000;

/** Makes members in whom everything is applied; gives back their ids, oldest first. */
export async function populate(
  { house }: Stage,
  { id: organization }: Caller,
  amount: number,
): Promise<string[]> {
  const { store, newId } = house.deps;
  const at = new Date();
  const ids: string[] = [];
  while (ids.length < amount) {
    const some = Array.from({ length: Math.min(atOnce, amount - ids.length) }, (_, index) => {
      const attributes = {
        userName: `person-${ids.length + index}@people.example`,
        displayName: `Person ${ids.length + index}`,
        active: true,
      };
      const { pending: _pending, ...member } = freshMember({
        _id: newId(),
        organization,
        attributes,
        origin: "directory",
        by: { kind: "system" },
        at,
      });
      return { ...member, standing: { ...member.standing, status: "confirmed" as const, seat: true } };
    });
    await store.members.insertMany(some, { ordered: false });
    ids.push(...some.map(({ _id }) => _id));
  }
  return ids;
}
