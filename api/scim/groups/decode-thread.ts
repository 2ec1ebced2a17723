/**
 * The thread that decodes large bodies: parsing megabytes takes a tenth of a second, in which no other request would
 * be served.
 */
import { parentPort } from "node:worker_threads";
import { invariant } from "../../../shared/invariant.ts";
import { ScimError } from "../../../shared/scim/error.ts";
import { withCustomSchemas } from "../../../shared/scim/schema/resource-types.ts";
import { decoders } from "./decode.ts";
import type { Reply, Task } from "./decoder.ts";

invariant(parentPort, "this file runs as a thread");
const port = parentPort;
port.on("message", (task: Task) => port.postMessage(replyTo(task)));

function replyTo({ kind, bytes, schemas, membersMax }: Task): Reply {
  try {
    return { decoded: decoders[kind](withCustomSchemas(schemas).Group, bytes, membersMax) };
  } catch (error) {
    if (error instanceof ScimError) return { fault: error.fault, detail: error.message };
    throw error;
  }
}
