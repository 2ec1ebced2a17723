/**
 * Doing something that the server must agree to: under way, failed or done, and never twice at once.
 */
import { useRef, useState } from "preact/hooks";

export type Action<Arguments extends readonly unknown[]> = {
  readonly run: (...given: Arguments) => Promise<boolean>;
  readonly isRunning: boolean;
  readonly error: unknown;
  readonly forget: () => void;
};

/**
 * @param act what to do; what it throws is kept in `error`
 * @returns `run` tells whether it went well
 */
export function useAction<Arguments extends readonly unknown[]>(
  act: (...given: Arguments) => Promise<void>,
): Action<Arguments> {
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();
  const busy = useRef(false);
  const run = async (...given: Arguments) => {
    if (busy.current) return false;
    busy.current = true;
    setRunning(true);
    setError(undefined);
    try {
      await act(...given);
      return true;
    } catch (thrown) {
      setError(thrown);
      return false;
    } finally {
      busy.current = false;
      setRunning(false);
    }
  };
  return { run, isRunning, error, forget: () => setError(undefined) };
}
