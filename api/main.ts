/**
 * The API process: listens, and on SIGTERM finishes what it has begun before it goes.
 */
import type { Server } from "node:http";
import { readConfig } from "../shared/config.ts";
import { openPages } from "../shared/ops/pages.ts";
import { openOpsServer } from "../shared/ops/server.ts";
import { createApp } from "./app.ts";
import { closeApiDeps, openApiDeps } from "./deps.ts";
import { openServer } from "./limits/server.ts";
import { openBoard } from "./ops/board.ts";
import { answerUnreadable, inOriginForm } from "./unreadable.ts";

const config = readConfig();
const ops = await openOpsServer(config);
const deps = await openApiDeps(config, "wait");
const answer = inOriginForm(createApp(deps).callback());
const server = openServer(deps, answer);
answerUnreadable(server, answer);

server.on("error", (error) => {
  deps.log.fatal({ err: error }, `cannot listen on ${config.HOST}:${config.PORT}`);
  process.exit(1);
});
server.listen(config.PORT, config.HOST, () =>
  deps.log.info({ url: config.PUBLIC_URL, port: config.PORT, opsPort: ops.port }, "ready"),
);

/** How long the connections to the servers may take to close. */
const goodbyeMs = 2_000;

/** How long a connection without a request may hold up the end. */
const idleLookMs = 50;

let stopping = false;
const board = openBoard(deps);
ops.show({ ...openPages(deps, () => stopping), ...(board && { others: board.answer }) });

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (!stopping) void stop(signal);
    stopping = true;
  });
}

async function stop(signal: string): Promise<void> {
  deps.log.info({ signal }, "stopping");
  // Requests have had their time by then; a server that says nothing must not hold us.
  setTimeout(() => {
    deps.log.error("what was begun did not end in time; the directory will send it again");
    process.exit(1);
  }, config.SHUTDOWN_MS + goodbyeMs).unref();
  // Those who listen would hold us to the end; they come back to another process.
  deps.live.watch.close();
  await drain(server, config.SHUTDOWN_MS);
  await board?.close();
  await closeApiDeps(deps);
  await ops.close();
  deps.log.info("stopped");
}

/** Takes no new connections, lets the requests under way end, and cuts those off that take too long. */
function drain(listening: Server, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => listening.closeAllConnections(), deadlineMs);
    // A connection whose last request was answered meanwhile would be kept open for a next one.
    const tidying = setInterval(() => listening.closeIdleConnections(), idleLookMs);
    listening.close(() => {
      clearTimeout(deadline);
      clearInterval(tidying);
      resolve();
    });
  });
}
