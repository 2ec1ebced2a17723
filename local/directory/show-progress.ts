/**
 * Progress on a terminal as a bar, elsewhere as a plain line each quarter of the way.
 *
 * Always true: nothing is left on the terminal's line once it is closed.
 */
import { SingleBar } from "cli-progress";
import type { Progress } from "./cycle.ts";

export type ProgressDisplay = { show(progress: Progress): void; close(): void };

/** `title` stands before the phase: "initial cycle". Phases without anything to do are not shown. */
export function openProgress(title: string, stream: NodeJS.WriteStream = process.stdout): ProgressDisplay {
  return stream.isTTY ? bars(title, stream) : lines(title, stream);
}

function bars(title: string, stream: NodeJS.WriteStream): ProgressDisplay {
  const format = "{title}  {bar}  {value} of {total}";
  let phase = "";
  let bar: SingleBar | null = null;
  return {
    show(progress) {
      if (progress.phase !== phase) {
        bar?.stop();
        phase = progress.phase;
        bar = progress.total === 0 ? null : new SingleBar({ format, stream, barsize: 30, hideCursor: true });
        bar?.start(progress.total, 0, { title: `${title}, ${phase}` });
      }
      bar?.update(progress.done);
    },
    close: () => bar?.stop(),
  };
}

function lines(title: string, stream: NodeJS.WriteStream): ProgressDisplay {
  let shown = "";
  return {
    show({ phase, done, total }) {
      if (total === 0) return;
      const quarter = `${phase} ${Math.floor((done / total) * 4)}`;
      if (quarter !== shown) stream.write(`${title}, ${phase}: ${done} of ${total}\n`);
      shown = quarter;
    },
    close: () => {},
  };
}
