/**
 * What stands for something until it is read: of the size that it will have, so that nothing moves when it comes.
 */

/** @param lines how many lines, or rows, it will have */
export function Skeleton({ lines = 3, size = "line" }: { lines?: number; size?: "line" | "row" | "chart" }) {
  return (
    <div class="skeleton" aria-busy="true">
      <span class="only-read">Loading</span>
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} class={`skeleton-${size}`} />
      ))}
    </div>
  );
}
