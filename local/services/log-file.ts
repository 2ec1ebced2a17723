/**
 * Reads what a process has written to its log file.
 * The lines may be JSON of pino or of mongod, or plain text.
 */
import { open, stat } from "node:fs/promises";
import { z } from "zod";

const TAIL_BYTES = 64 * 1024;
const WORDS_MAX = 6;

const pinoLine = z.object({
  level: z.number(),
  msg: z.string().default(""),
  err: z.object({ message: z.string() }).optional(),
});
const mongodLine = z.object({ s: z.string(), msg: z.string(), attr: z.unknown() });

/** The size of a file in bytes; 0 where there is none. */
export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.size,
    () => 0,
  );
}

/** What was written since `from` (a place in the file), at most its end of 64 KiB. */
async function readLog(path: string, from: number): Promise<string> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const start = Math.max(from, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(0, size - start)), {
      position: start,
    });
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Whether a process that logs with pino has said `ready` since `from`. */
export async function saidReady(path: string, from: number): Promise<boolean> {
  const lines = (await readLog(path, from)).split("\n");
  return lines.some((line) => pinoLine.safeParse(fromJson(line)).data?.msg === "ready");
}

/** The end of a log for a person: its errors where it has any, else its last lines. */
export async function lastWords(path: string, from: number): Promise<string> {
  const text = await readLog(path, from).catch(() => "");
  const lines = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(readLine);
  const errors = lines.filter((line) => line.isError);
  const chosen = (errors.length > 0 ? errors : lines).slice(-WORDS_MAX);
  return chosen.map((line) => `  ${line.text.slice(0, 400)}`).join("\n") || "  (nothing)";
}

function readLine(line: string): { isError: boolean; text: string } {
  const parsed = fromJson(line);
  const pino = pinoLine.safeParse(parsed).data;
  if (pino !== undefined) {
    return { isError: pino.level >= 50, text: [pino.msg, pino.err?.message].filter(Boolean).join(": ") };
  }
  const mongod = mongodLine.safeParse(parsed).data;
  if (mongod !== undefined) {
    return { isError: "EF".includes(mongod.s), text: `${mongod.msg} ${JSON.stringify(mongod.attr) ?? ""}` };
  }
  return { isError: false, text: line };
}

function fromJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
