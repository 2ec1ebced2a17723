/**
 * The queue board: Bull Board on the operators' port, behind their sign-in. It shows and changes nothing: what is to
 * be done stands in MongoDB, so whatever was changed in a queue would come back, or wait for the sweeper. Retries are
 * an admin's command.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { KoaAdapter } from "@bull-board/koa";
import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import Koa, { type Middleware } from "koa";
import type { Deps } from "../../shared/deps.ts";
import { jobNames } from "../../shared/queue/jobs.ts";
import { connectOrFail } from "../../shared/queue/queues.ts";
import { openSignIn, type SignIn } from "./sign-in.ts";

const place = "/queues";

export type Board = {
  /** Answers requests for the board. @returns false where the request is for something else */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  close(): Promise<void>;
};

/** Opens the board, or says in the log why there is none. */
export function openBoard(deps: Deps): Board | null {
  const { config, log } = deps;
  const signIn = openSignIn(config, () => performance.now());
  if (!signIn) {
    log.info("there is no queue board: set OPS_PASSWORD to 12 characters or more to have one");
    return null;
  }
  // A connection of its own: what the board reads never holds up a wake-up.
  const connection = connectOrFail(config, log);
  const queues = openBoardQueues(connection, config.QUEUE_PREFIX);
  const app = new Koa();
  app.use(behind(signIn, log)).use(readOnly).use(queues.show);
  app.on("error", (error) => log.debug({ err: error }, "the queue board could not answer"));
  const callback = app.callback();
  return {
    answer: (request, response) => {
      if (!/^\/queues(?:[/?]|$)/.test(request.url ?? "")) return false;
      void callback(request, response);
      return true;
    },
    close: async () => {
      await queues.close();
      connection.disconnect();
    },
  };
}

function behind(signIn: SignIn, log: Deps["log"]): Middleware {
  return async (ctx, next) => {
    const signed = signIn(ctx.get("Authorization"), ctx.ip);
    if (signed.is === "in") return next();
    if (signed.is === "slowed") {
      log.warn({ from: ctx.ip }, "too many wrong passwords at the queue board");
      ctx.set("Retry-After", String(signed.retryAfterSeconds));
      ctx.status = 429;
      ctx.body = `Too many wrong passwords; try again in ${signed.retryAfterSeconds} seconds.\n`;
      return;
    }
    ctx.set("WWW-Authenticate", 'Basic realm="Rollcall operators", charset="UTF-8"');
    ctx.status = 401;
    ctx.body = "Sign in with OPS_USER and OPS_PASSWORD.\n";
  };
}

const readOnly: Middleware = async (ctx, next) => {
  ctx.set("Cache-Control", "no-store");
  // Nothing is loaded from elsewhere, and no other page can frame it.
  ctx.set(
    "Content-Security-Policy",
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
  );
  if (ctx.method === "GET" || ctx.method === "HEAD") return next();
  ctx.set("Allow", "GET, HEAD");
  ctx.status = 405;
  ctx.body = "The board shows the queues and changes nothing.\n";
};

/** The board is made once Redis is there: a queue asks it for its version first, and never again if that failed. */
function openBoardQueues(connection: Redis, prefix: string): { show: Middleware; close(): Promise<void> } {
  const queues: Queue[] = [];
  let board: Middleware | undefined;
  const open = () => {
    const adapter = new KoaAdapter().setBasePath(place);
    for (const name of jobNames) queues.push(new Queue(name, { connection, prefix }).on("error", ignore));
    createBullBoard({
      queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true, allowRetries: false })),
      serverAdapter: adapter,
      options: { uiConfig: { boardTitle: "Rollcall" } },
    });
    return adapter.registerPlugin();
  };
  return {
    show: async (ctx, next) => {
      if (connection.status !== "ready") {
        ctx.status = 503;
        ctx.body = "Redis is away, and the queues are there.\n";
        return;
      }
      board ??= open();
      await board(ctx, next);
    },
    close: async () => void (await Promise.all(queues.map((queue) => queue.close()))),
  };
}

/** The connection tells of its errors itself. */
function ignore(): void {}
