/**
 * The HTTP server of the API: it waits for nobody for ever. A client that is slow with its head, its body or its
 * next request, or that does not take its answer, loses its connection.
 */
import { createServer, type RequestListener, type Server } from "node:http";
import type { ApiDeps } from "../deps.ts";

/** How often Node looks for requests that are over their time. */
const lookEveryMs = 1_000;

/** Makes the server; it listens to nothing yet. */
export function openServer(
  { config, limits }: Pick<ApiDeps, "config" | "limits">,
  answer: RequestListener,
): Server {
  const server = createServer(
    {
      headersTimeout: config.API_HEADERS_MS,
      requestTimeout: config.API_REQUEST_MS,
      keepAliveTimeout: config.API_IDLE_MS,
      // It is required where it can be told in SCIM's words.
      requireHostHeader: false,
      connectionsCheckingInterval: Math.min(lookEveryMs, config.API_HEADERS_MS),
    },
    answer,
  );
  server.maxConnections = config.API_CONNECTIONS_MAX;
  server.on("drop", () => limits.warn("API_CONNECTIONS_MAX", "connections are refused: too many are open"));
  return server;
}
