/**
 * What a worker tells of its own readiness, beside MongoDB and Redis: whether jobs reach it.
 */
import type { Check } from "../../shared/ops/readiness.ts";
import type { Consumer } from "../consume.ts";

export function checkConsuming(consumers: readonly Consumer[]): { readonly consuming: Check } {
  if (consumers.every((consumer) => consumer.isConsuming())) return { consuming: { ok: true, needed: true } };
  const cause = "No jobs reach this worker. The sweeper applies what is overdue; e-mails wait for Redis.";
  return { consuming: { ok: false, needed: true, cause } };
}
