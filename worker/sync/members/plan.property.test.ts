/** Any order and repetition of writes, with drains in between, ends in a right state. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { isHeldBack, isWanted } from "../../../shared/standing.ts";
import { type Act, World } from "./world.ts";

const people = 4;
const someAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("write" as const),
      member: fc.nat(people - 1),
      active: fc.boolean(),
      address: fc.nat(3),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        "remove" as const,
        "accept" as const,
        "hold" as const,
        "restore" as const,
        "release" as const,
      ),
      member: fc.nat(people - 1),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("invitations" as const),
      are: fc.constantFrom("atOnce" as const, "held" as const),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: "drain" as const }) },
);
const someActs = fc.array(someAct, { maxLength: 30 });

const seats = fc.integer({ min: 1, max: people });

test("drains in between, or one at the end: the same members stand at the same place", () => {
  fc.assert(
    fc.property(someActs, fc.constantFrom("atOnce" as const, "held" as const), (acts, invitations) => {
      // Who was invited meanwhile stays so, so the setting stays.
      const writes = acts.filter(({ kind }) => kind !== "accept" && kind !== "invitations");
      const often = new World(people, false, invitations).play(writes).drain();
      const once = new World(people, false, invitations)
        .play(writes.filter(({ kind }) => kind !== "drain"))
        .drain();
      expect(often.standing()).toEqual(once.standing());
    }),
    { numRuns: 1_000 },
  );
});

test("writes that come twice, and drains that come twice, tell nothing twice", () => {
  fc.assert(
    fc.property(someActs, seats, (acts, bought) => {
      const once = new World(bought, true).play(acts.flatMap((act) => [act, { kind: "drain" }]));
      const told = once.story.length;
      once.drain().drain();
      expect(once.story.length).toBe(told);
    }),
  );
});

test("seats are never exceeded, and are held by those alone who belong here", () => {
  fc.assert(
    fc.property(someActs, seats, (acts, bought) => {
      const world = new World(bought, true);
      for (const act of acts) {
        world.play([act]);
        expect(world.seated().length).toBeLessThanOrEqual(bought);
      }
      expect(
        world
          .drain()
          .seated()
          .filter((member) => !isWanted(member)),
      ).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("no two members hold one address, and no two open links go to one", () => {
  fc.assert(
    fc.property(someActs, seats, (acts, bought) => {
      const world = new World(bought, true);
      for (const act of acts) {
        world.play([act]);
        const all = [...world.members.values()].map(({ standing }) => standing);
        const held = all.flatMap(({ address }) => address ?? []);
        expect(new Set(held).size).toBe(held.length);
        const links = all.flatMap(({ status, invitation }) =>
          status === "invited" ? (invitation?.address.toLowerCase() ?? []) : [],
        );
        expect(new Set(links).size).toBe(links.length);
      }
    }),
    { numRuns: 500 },
  );
});

test("in the end who is wanted is in, or waits for what there really is not", () => {
  fc.assert(
    fc.property(someActs, seats, (acts, bought) => {
      const world = new World(bought, true).play(acts).drain();
      const holders = new Map(
        [...world.members.values()].map((member) => [member.standing.address, member._id] as const),
      );
      for (const { _id, standing, keys, ...member } of world.members.values()) {
        const { status, waiting, address, invitation } = standing;
        if (member.removedAt) expect(standing).toMatchObject({ seat: false });
        else if (member.hold || member.attributes.active === false) expect(status).toBe("revoked");
        else if (waiting?.kind === "release") {
          expect(isHeldBack({ ...member, standing }, world.settings)).toBe(true);
          expect([status, standing.seat, address]).toEqual(["staged", false, undefined]);
        } else if (!waiting) expect(["invited", "accepted"]).toContain(status);
        else if (waiting.kind === "noAddress") expect(keys.address).toBeUndefined();
        else if (waiting.kind === "address")
          expect([undefined, _id]).not.toContain(holders.get(keys.address));
        else expect(world.seated().length, `${_id} waits for a seat`).toBe(bought);
        if (status === "invited")
          expect([invitation?.address.toLowerCase(), address]).toEqual([keys.address, keys.address]);
      }
    }),
    { numRuns: 1_000 },
  );
});
