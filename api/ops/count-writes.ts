/**
 * Counts the writes of directories, as they are answered. What is only read is not counted.
 */
import type { CountedWrite, Metrics } from "../../shared/ops/metrics.ts";

const kinds = new Map<string, CountedWrite["kind"]>([
  ["Users", "users"],
  ["Groups", "groups"],
  ["Bulk", "bulk"],
]);
const methods: readonly CountedWrite["method"][] = ["POST", "PUT", "PATCH", "DELETE"];
const classes: readonly CountedWrite["status"][] = ["2xx", "3xx", "4xx", "5xx"];

/**
 * Counts an answer, where it is one to a write.
 * @param path of the request, from its first slash on
 */
export function countWrite(
  metrics: Metrics,
  answered: { readonly method: string; readonly path: string; readonly status: number },
  seconds: number,
): void {
  const method = methods.find((each) => each === answered.method);
  const status = classes[Math.floor(answered.status / 100) - 2];
  // A search is a POST that writes nothing (RFC 7644 §3.4.3).
  if (method === undefined || status === undefined || answered.path.endsWith("/.search")) return;
  // "/scim/v2/{organization}/Users/…"
  const kind = kinds.get(answered.path.split("/", 5)[4] ?? "") ?? "other";
  metrics.answered({ kind, method, status }, seconds);
}
