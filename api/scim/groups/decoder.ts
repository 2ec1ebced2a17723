/**
 * Decodes what requests want of groups. Large bodies go to a thread of their own, one at a time; small ones are
 * decoded at once.
 */
import { Worker } from "node:worker_threads";
import { type Fault, ScimError } from "../../../shared/scim/error.ts";
import type { CustomSchema } from "../../../shared/scim/schema/custom-schema.ts";
import type { ScimState } from "../context.ts";
import { type Decoded, decoders, type Kind } from "./decode.ts";

export type Decoder = {
  /**
   * @param place the organization, with what groups are there
   * @param membersMax how many members the request may name
   * @throws ScimError for what the client did wrong
   */
  decode<K extends Kind>(
    place: Pick<ScimState, "organization" | "types">,
    kind: K,
    bytes: Uint8Array,
    membersMax: number,
  ): Promise<Decoded[K]>;
  close(): Promise<void>;
};

/** What the thread is asked, and what it says. */
export type Task<K extends Kind = Kind> = {
  readonly kind: K;
  readonly bytes: Uint8Array;
  readonly schemas: readonly CustomSchema[];
  readonly membersMax: number;
};
export type Reply<K extends Kind = Kind> =
  | { readonly decoded: Decoded[K] }
  | { readonly fault: Fault; readonly detail: string };

/** From how many bytes on a body is large: what is smaller is parsed in about a millisecond. */
const largeBytes = 131_072;
/** What the thread may take; a body that needs more is a hostile one. */
const heapMaxMb = 384;

/** Makes the decoder. The thread starts with the first large body, and again after one that was too much for it. */
export function openDecoder(): Decoder {
  let thread: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function ask<K extends Kind>(task: Task<K>): Promise<Decoded[K]> {
    const asked = thread ?? startThread();
    thread = asked;
    return new Promise((resolve, reject) => {
      const onMessage = (reply: Reply<K>) => {
        asked.off("error", onError);
        if ("decoded" in reply) resolve(reply.decoded);
        else reject(new ScimError(reply.fault, reply.detail));
      };
      const onError = (cause: unknown) => {
        asked.off("message", onMessage);
        thread = undefined;
        reject(tooMuch(cause));
      };
      asked.once("message", onMessage);
      asked.once("error", onError);
      asked.postMessage(task);
    });
  }

  return {
    decode: async ({ organization: { schemas = [] }, types }, kind, bytes, membersMax) => {
      if (bytes.length < largeBytes) return decoders[kind](types.Group, bytes, membersMax);
      const asked = last.then(() => ask({ kind, bytes, schemas, membersMax }));
      last = asked.catch(() => undefined);
      return asked;
    },
    close: async () => {
      await last;
      await thread?.terminate();
    },
  };
}

function startThread(): Worker {
  return new Worker(new URL("./decode-thread.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: heapMaxMb },
  });
}

function tooMuch(cause: unknown): Error {
  const isMemory = cause instanceof Error && "code" in cause && cause.code === "ERR_WORKER_OUT_OF_MEMORY";
  return isMemory
    ? new ScimError("payloadTooLarge", "The body holds too many values; send less at a time.", { cause })
    : new Error("the thread for large bodies failed", { cause });
}
