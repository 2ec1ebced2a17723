/**
 * What went wrong, in a box that is read out at once; with a way to try again where there is one.
 */
import { wordsOf } from "./request.ts";

type Props = { readonly error: unknown; readonly onRetry?: () => void };

export function ProblemBox({ error, onRetry }: Props) {
  if (error === undefined || error === null) return null;
  return (
    <div class="problem" role="alert">
      <p>{wordsOf(error)}</p>
      {onRetry && (
        <button type="button" class="secondary small" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
