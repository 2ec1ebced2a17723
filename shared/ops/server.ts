/**
 * The operators' port of a process: `/livez`, `/readyz`, `/metrics`, and whatever else the process has for them.
 * It listens before anything else is open, so that a process that waits for MongoDB is seen to live.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Config } from "../config.ts";
import { type Readiness, starting } from "./readiness.ts";

export type OpsPages = {
  readonly readiness: () => Promise<Readiness>;
  /** In the text format of Prometheus. */
  readonly metrics: () => Promise<string>;
  /** Answers what is none of the above. @returns false where it has nothing there */
  readonly others?: (request: IncomingMessage, response: ServerResponse) => boolean;
};

export type OpsServer = {
  readonly port: number;
  /** From now on these pages are shown. */
  show(pages: OpsPages): void;
  close(): Promise<void>;
};

/** What is shown until the process has more to tell. */
const emptyPages: OpsPages = { readiness: async () => starting, metrics: async () => "" };

/** @throws Error with the address where that cannot be listened to */
export async function openOpsServer({ OPS_HOST, OPS_PORT }: Config): Promise<OpsServer> {
  let pages = emptyPages;
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
    answer(pages, request, response).catch(() => {
      if (!response.headersSent) send(response, 500, "text/plain", "It cannot be told at the moment.\n");
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(new Error(`cannot listen on OPS_HOST:OPS_PORT, ${OPS_HOST}:${OPS_PORT}`, { cause })),
    );
    server.listen(OPS_PORT, OPS_HOST, resolve);
  });
  return {
    port: portOf(server.address()),
    show: (next) => {
      pages = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(pages: OpsPages, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "").split("?", 1)[0];
  if (path === "/livez") return send(response, 200, "application/json", '{"live":true}\n');
  if (path === "/readyz") {
    const readiness = await pages.readiness();
    return send(response, readiness.ready ? 200 : 503, "application/json", `${JSON.stringify(readiness)}\n`);
  }
  if (path === "/metrics") {
    return send(response, 200, "text/plain; version=0.0.4; charset=utf-8", await pages.metrics());
  }
  if (pages.others?.(request, response)) return;
  send(response, 404, "text/plain", "There are /livez, /readyz and /metrics here.\n");
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { "Content-Type": contentType, "Cache-Control": "no-store" }).end(body);
}

function portOf(address: AddressInfo | string | null): number {
  return address === null || typeof address === "string" ? 0 : address.port;
}
