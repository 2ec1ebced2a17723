/**
 * Which members are chosen, over all pages of the list. Kept as they were shown, so that what can be done with them is
 * known without asking again.
 */
import { useState } from "preact/hooks";
import type { Member } from "../../parts/wire.ts";

/** As many as the API takes at once. */
export const chosenMax = 1_000;

export type MemberChoice = {
  readonly members: readonly Member[];
  readonly has: (id: string) => boolean;
  readonly choose: (members: readonly Member[], chosen: boolean) => void;
  readonly clear: () => void;
};

export function useChoice(): MemberChoice {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Member>>(new Map());
  const choose = (members: readonly Member[], isChosen: boolean) =>
    setChosen((before) => {
      const next = new Map(before);
      for (const member of members)
        if (!isChosen) next.delete(member.id);
        else if (next.size < chosenMax) next.set(member.id, member);
      return next;
    });
  return {
    members: [...chosen.values()],
    has: (id) => chosen.has(id),
    choose,
    clear: () => setChosen(new Map()),
  };
}
