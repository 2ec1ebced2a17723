/**
 * Chooses all whom the list has, also on its other pages; as many as can be decided about at once.
 */
import { number } from "../../parts/numbers.ts";
import { request, withQuery, wordsOf } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { useAction } from "../../parts/use-action.ts";
import type { Member, Page } from "../../parts/wire.ts";
import { chosenMax, type MemberChoice } from "./use-choice.ts";

type Props = {
  readonly choice: MemberChoice;
  /** How the list is narrowed, for the query of the API. */
  readonly asked: Readonly<Record<string, string>>;
};

export function ChooseAll({ choice, asked }: Props) {
  const path = useOrganizationPath();
  const all = useAction(async () => {
    const first = withQuery(path("/members"), { ...asked, limit: chosenMax });
    const { items } = await request<Page<Member>>("GET", first);
    choice.clear();
    choice.choose(items, true);
  });
  return (
    <>
      <button type="button" class="plain small" aria-busy={all.isRunning} onClick={() => void all.run()}>
        Choose all of this list, {number(chosenMax)} at most
      </button>
      {all.error !== undefined && <small role="alert">{wordsOf(all.error)}</small>}
    </>
  );
}
