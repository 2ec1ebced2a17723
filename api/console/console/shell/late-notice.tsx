/**
 * Says that the page is not up to date, where it cannot keep itself so for a while.
 */
import { useEffect, useState } from "preact/hooks";

/** A short break is nobody's concern. */
const patienceMs = 8_000;

export function LateNotice({ isConnected }: { isConnected: boolean }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (isConnected) return;
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isConnected]);
  return (
    <output class="late-notice" aria-live="polite">
      {isLate && "This page is not updated at the moment. It connects again by itself."}
    </output>
  );
}
