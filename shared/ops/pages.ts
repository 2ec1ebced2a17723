/**
 * What a process that has opened everything shows its operators.
 */
import type { Deps } from "../deps.ts";
import { addProcessMetrics } from "./metrics.ts";
import { type Check, readReadiness } from "./readiness.ts";
import type { OpsPages } from "./server.ts";
import { addStateMetrics } from "./state-metrics.ts";

/**
 * Makes the pages.
 * @param isStopping whether the process was asked to stop by now
 * @param own what is looked at in this process alone, beside MongoDB and Redis
 */
export function openPages(
  deps: Deps,
  isStopping: () => boolean,
  own: () => Readonly<Record<string, Check>> = () => ({}),
): Pick<OpsPages, "readiness" | "metrics"> {
  addProcessMetrics(deps.metrics);
  const refresh = addStateMetrics(deps);
  return {
    readiness: () => readReadiness(deps, isStopping(), own()),
    metrics: async () => {
      await refresh();
      return deps.metrics.registry.metrics();
    },
  };
}
