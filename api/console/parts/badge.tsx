/**
 * A state in a word, with a colour that only underlines it.
 */
import type { ComponentChildren } from "preact";

export type Tone = "good" | "waiting" | "bad" | "off" | "plain";

export function Badge({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}
