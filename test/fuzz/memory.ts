/**
 * The memory that a Node process holds on to: what is left after its garbage was collected, asked for through its
 * inspector.
 */
import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";

/** Lets a process be asked; it then names its inspector in its log. */
export const inspectable = { NODE_OPTIONS: "--inspect=127.0.0.1:0" };

const usage = z.object({
  id: z.literal(3),
  result: z.object({ usedSize: z.number(), backingStorageSize: z.number().default(0) }),
});

/** Buffers are given back some time after what they belong to was collected. */
const looks = 4;
const betweenMs = 300;

/** The bytes that are held, in MB. */
export async function heldMb(logFile: string): Promise<number> {
  const seen: number[] = [];
  for (let look = 0; look < looks; look += 1) {
    seen.push(await heldNowMb(logFile));
    await pause(betweenMs);
  }
  return Math.min(...seen);
}

async function heldNowMb(logFile: string): Promise<number> {
  const url = /Debugger listening on (ws:\/\/\S+)/.exec(await readFile(logFile, "utf8"))?.[1];
  if (url === undefined) throw new Error("the process has no inspector");
  const socket = new WebSocket(url);
  try {
    return await new Promise((resolve, reject) => {
      socket.addEventListener("error", () => reject(new Error("the inspector does not answer")));
      socket.addEventListener("open", () => {
        // What is weakly held goes with the second collection.
        const methods = [
          "HeapProfiler.collectGarbage",
          "HeapProfiler.collectGarbage",
          "Runtime.getHeapUsage",
        ];
        for (const [index, method] of methods.entries())
          socket.send(JSON.stringify({ id: index + 1, method }));
      });
      socket.addEventListener("message", ({ data }) => {
        const { success, data: answer } = usage.safeParse(JSON.parse(String(data)));
        if (success)
          resolve(Math.round((answer.result.usedSize + answer.result.backingStorageSize) / 2 ** 20));
      });
    });
  } finally {
    socket.close();
  }
}
