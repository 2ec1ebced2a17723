/**
 * What the API is measured against, as a process of its own: a bare Koa server that echoes JSON (`echo`), or that
 * writes it with one journaled `insertOne` a request (`insert`).
 */
import Koa from "koa";
import { MongoClient } from "mongodb";
import getRawBody from "raw-body";
import { v7 } from "uuid";

const [kind = "echo", port = "0", mongoUri = ""] = process.argv.slice(2);

const write = kind === "insert" ? await openInsert() : null;
const app = new Koa();
app.use(async (ctx) => {
  const body: unknown = JSON.parse(await getRawBody(ctx.req, { limit: 1_000_000, encoding: "utf8" }));
  if (write) await write(body);
  ctx.status = 201;
  ctx.set("Content-Type", "application/json");
  ctx.body = JSON.stringify(body);
});
app.listen(Number(port), "127.0.0.1", () => console.log(JSON.stringify({ level: 30, msg: "ready" })));

async function openInsert(): Promise<(body: unknown) => Promise<unknown>> {
  const client = await new MongoClient(mongoUri, {
    writeConcern: { w: "majority", journal: true },
    maxPoolSize: 100,
  }).connect();
  const collection = client.db().collection<{ _id: string; body: unknown }>("baseline");
  return (body) => collection.insertOne({ _id: v7(), body });
}
