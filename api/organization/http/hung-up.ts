/**
 * Tells whoever waits for something on a client's behalf that the client has gone.
 */
import type { ServerResponse } from "node:http";

export function hungUp(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  return gone.signal;
}
