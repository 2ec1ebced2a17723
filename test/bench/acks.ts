/**
 * How many users are acknowledged durably in a second, against a bare echo and against one insert a request.
 */
import { join } from "node:path";
import { startNode } from "../../local/services/node.ts";
import { freePort } from "../../local/services/ports.ts";
import { entraUser } from "../support/scim-client.ts";
import { jsonHeaders, load, type Measured } from "./load.ts";
import { type Stage, userPosts } from "./stage.ts";

const inFlight = 64;
const seconds = 6;

export async function measureAcks(stage: Stage): Promise<Record<string, Measured>> {
  const { url, base, headers } = await stage.organization("acks");
  // Every server is warm before it is measured.
  await load({ url, headers, inFlight, seconds: 2, next: userPosts(base, "warm") });
  const posts = await load({ url, headers, inFlight, seconds, next: userPosts(base, "ack") });
  return {
    echo: await measureBaseline(stage, "echo", inFlight),
    insertOne: await measureBaseline(stage, "insert", inFlight),
    "POST /Users": posts,
    "POST /Users, 256 in flight": await load({
      url,
      headers,
      inFlight: 256,
      seconds,
      next: userPosts(base, "more"),
    }),
  };
}

/** What a bare server does: one that echoes, or one that inserts a document a request. */
export async function measureBaseline(
  { mongoUri, folder }: Stage,
  kind: "echo" | "insert",
  inFlight: number,
): Promise<Measured> {
  const port = await freePort();
  const args = [kind, String(port), mongoUri];
  const server = await startNode({
    name: kind,
    script: "test/bench/baseline.ts",
    args,
    logFile: join(folder, `${kind}.log`),
  });
  const next = () => ({ method: "POST" as const, path: "/", body: entraUser("someone@load.example") });
  const url = `http://127.0.0.1:${port}`;
  await load({ url, headers: jsonHeaders, inFlight, seconds: 2, next });
  const measured = await load({ url, headers: jsonHeaders, inFlight, seconds, next });
  await server.stop();
  return measured;
}
