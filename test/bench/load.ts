/**
 * Load over HTTP: requests kept in flight for a while, and what came of them.
 */
import autocannon from "autocannon";

export type Load = {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly inFlight: number;
  readonly seconds?: number;
  /** Sends no faster than that. */
  readonly perSecond?: number;
  /** Ends the load after so many requests. */
  readonly amount?: number;
  /** Makes the next request. */
  readonly next: () => { method: "GET" | "POST" | "PATCH"; path: string; body?: unknown };
};

export type Measured = {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
  readonly sent: number;
};

/** Sends the load. Times are in milliseconds. */
export async function load({
  url,
  headers,
  inFlight,
  seconds,
  amount,
  perSecond,
  next,
}: Load): Promise<Measured> {
  const startedAt = performance.now();
  const result = await autocannon({
    url,
    connections: inFlight,
    ...(amount === undefined ? { duration: seconds ?? 5 } : { amount }),
    ...(perSecond !== undefined && { overallRate: perSecond }),
    timeout: 30,
    requests: [
      {
        setupRequest: (request) => {
          const { method, path, body } = next();
          return {
            ...request,
            method,
            path,
            // A copy: the length of one body must not stand in the head of the next request.
            headers: { ...headers },
            ...(body !== undefined && { body: JSON.stringify(body) }),
          };
        },
      },
    ],
  });
  const ms = performance.now() - startedAt;
  const { p50, p99 } = result.latency;
  const sent = result["2xx"];
  return {
    perSecond: Math.round(sent / (ms / 1_000)),
    p50,
    p99,
    failed: result.non2xx + result.errors,
    sent,
  };
}

export const jsonHeaders = { "content-type": "application/scim+json", accept: "application/scim+json" };
