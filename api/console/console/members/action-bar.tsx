/**
 * What can be done with those who are chosen; it stands at the bottom of the window for as long as anybody is.
 */
import type { ComponentChildren } from "preact";
import { counted } from "../../parts/numbers.ts";
import { MemberActions } from "./member-actions.tsx";
import { chosenMax, type MemberChoice } from "./use-choice.ts";

type Props = {
  readonly choice: MemberChoice;
  /** The way to choose more of them. */
  readonly children?: ComponentChildren;
};

export function ActionBar({ choice, children }: Props) {
  const { members, clear } = choice;
  if (members.length === 0) return null;
  return (
    <section class="action-bar" aria-label="With those who are chosen">
      <span>
        <strong>{counted(members.length, "member")}</strong> chosen
        {members.length >= chosenMax && <small class="quiet"> (the most at once)</small>}{" "}
        <button type="button" class="plain small" onClick={clear}>
          Choose none
        </button>{" "}
        {members.length < chosenMax && children}
      </span>
      <div class="actions">
        <MemberActions members={members} onDone={clear} />
      </div>
    </section>
  );
}
