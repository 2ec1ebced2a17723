/**
 * Stands in place of a form where this page can make or open no key, and says why.
 */
import { whyNoKeys } from "../../keys/able.ts";

export function NoKeysHere() {
  return (
    <div class="problem" role="alert">
      <p>{whyNoKeys()}</p>
    </div>
  );
}
