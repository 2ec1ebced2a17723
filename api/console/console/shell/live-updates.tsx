/**
 * Keeps the page up to date, and says so where it cannot.
 */
import { useEffect, useState } from "preact/hooks";
import { useLive } from "../../parts/live.ts";

/** A short break is nobody's concern. */
const patienceMs = 8_000;

export function LiveUpdates() {
  const connected = useLive();
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (connected) return;
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, [connected]);
  return (
    <output class="live-updates" aria-live="polite">
      {isLate && "This page is not updated at the moment. It connects again by itself."}
    </output>
  );
}
