/**
 * The API process: listens, and on SIGTERM finishes what it has begun before it goes.
 */
import { createServer, type Server } from "node:http";
import { readConfig } from "../shared/config.ts";
import { createApp } from "./app.ts";
import { closeApiDeps, openApiDeps } from "./deps.ts";

const config = readConfig();
const deps = await openApiDeps(config, "wait");
const server = createServer(
  { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 75_000 },
  createApp(deps).callback(),
);

server.on("error", (error) => {
  deps.log.fatal({ err: error }, `cannot listen on ${config.HOST}:${config.PORT}`);
  process.exit(1);
});
server.listen(config.PORT, config.HOST, () =>
  deps.log.info({ url: config.PUBLIC_URL, port: config.PORT }, "ready"),
);

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (!stopping) void stop(signal);
    stopping = true;
  });
}

async function stop(signal: string): Promise<void> {
  deps.log.info({ signal }, "stopping");
  await drain(server, config.SHUTDOWN_MS);
  await closeApiDeps(deps);
  deps.log.info("stopped");
}

/** Takes no new connections, lets the requests under way end, and cuts those off that take too long. */
function drain(listening: Server, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => listening.closeAllConnections(), deadlineMs);
    listening.close(() => {
      clearTimeout(deadline);
      resolve();
    });
    listening.closeIdleConnections();
  });
}
