/** Any order and repetition of writes of a membership, with drains in between, ends in one state. */
import fc from "fast-check";
import { ObjectId } from "mongodb";
import { expect, test } from "vitest";
import type { Membership } from "../../../shared/store/group-documents.ts";
import { planMembership } from "./plan-membership.ts";

type Write = { readonly kind: "write"; readonly by: "key" | "admin"; readonly present: boolean };
type Act = Write | { readonly kind: "drain" | "link" | "leave" | "removeGroup" };

/** One membership and its two ends, in memory. */
class World {
  membership: Membership | null = null;
  linked = false;
  left = false;
  groupRemoved = false;
  size = 0;
  readonly story: string[] = [];
  #version = 0;

  play(acts: readonly Act[]): this {
    for (const act of acts) this.#do(act);
    return this;
  }

  drain(): this {
    if (!this.membership) return this;
    const group = { ...(this.linked && { directoryKey: "k" }), ...(this.groupRemoved && { removedAt: now }) };
    const member = this.left ? { removedAt: now } : {};
    const { becomes, growth, events } = planMembership(this.membership, { group, member });
    this.story.push(...events.map(({ kind }) => kind));
    const is = becomes === "present";
    this.membership = becomes === "gone" ? null : { ...this.membership, present: is, inForce: is };
    this.size = becomes === "gone" ? 0 : this.size + growth;
    return this;
  }

  #do(act: Act): void {
    if (act.kind === "write") this.#write(act);
    else if (act.kind === "drain") this.drain();
    else if (act.kind === "link") this.linked = true;
    else if (act.kind === "leave") this.left = true;
    else this.groupRemoved = true;
  }

  #write({ by, present }: Write): void {
    this.#version += 1;
    if (by === "key") this.linked = true;
    const before = this.membership ?? {
      _id: new ObjectId(),
      organization: "acme",
      group: "g",
      member: "m",
    };
    this.membership = {
      ...before,
      version: this.#version,
      present,
      ...(by === "key" && { directory: present }),
      writtenBy: { kind: by, id: by },
    };
  }
}
const now = new Date(0);

const someWrite: fc.Arbitrary<Act> = fc.record({
  kind: fc.constant("write" as const),
  by: fc.constantFrom("key" as const, "admin" as const),
  present: fc.boolean(),
});
const someActs = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: someWrite },
    { weight: 4, arbitrary: fc.constant<Act>({ kind: "drain" }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Act>({ kind: "link" }, { kind: "leave" }, { kind: "removeGroup" }),
    },
  ),
  { maxLength: 25 },
);

test("a membership that is drained often is in force exactly when one that is drained once is", () => {
  fc.assert(
    fc.property(someActs, (acts) => {
      // In a group that is not linked yet the last word is anybody's; from then on it is the directory's.
      const all: Act[] = [{ kind: "link" }, ...acts];
      const often = new World().play(all).drain();
      const once = new World().play(all.filter(({ kind }) => kind !== "drain")).drain();
      expect(often.membership?.inForce ?? false).toBe(once.membership?.inForce ?? false);
      expect(often.size).toBe(once.size);
    }),
    { numRuns: 1_000 },
  );
});

test("in the end it is as the directory said last, or, where none owns the group, as was written last", () => {
  fc.assert(
    fc.property(someActs, (acts) => {
      const world = new World().play(acts).drain();
      const writes = acts.flatMap((act) => (act.kind === "write" ? [act] : []));
      const counting = world.linked ? writes.filter(({ by }) => by === "key") : writes;
      const wanted = (counting.at(-1)?.present ?? false) && !world.left && !world.groupRemoved;
      expect(world.membership?.inForce ?? false).toBe(wanted);
      expect(world.size).toBe(wanted ? 1 : 0);
    }),
    { numRuns: 1_000 },
  );
});

test("it is told as added and removed by turns, and a drain that comes twice tells nothing", () => {
  fc.assert(
    fc.property(someActs, (acts) => {
      const world = new World().play(acts).drain();
      const told = world.story.length;
      world.drain().drain();
      expect(world.story.length).toBe(told);
      const turns = world.story.filter((kind) => kind !== "membership.reverted");
      expect(turns).toEqual(turns.map((_, index) => (index % 2 ? "membership.removed" : "membership.added")));
    }),
    { numRuns: 1_000 },
  );
});
