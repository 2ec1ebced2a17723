/**
 * The log of a process: one JSON object a line on standard output. Secrets never get in: what can hold one is
 * redacted here, whoever logs it.
 */
import { destination, type Logger, pino } from "pino";
import type { Config } from "./config.ts";

export type Log = Logger;

/** @param name the process: `api` or `worker` */
export function openLog(config: Config, name: string): Log {
  const options = {
    name,
    level: config.LOG_LEVEL,
    redact: ["authorization", "key", "token", "scimKey", "headers.authorization"],
  };
  // Lines are written together, and none waits longer than a tenth of a second.
  return pino(options, destination({ dest: 1, sync: false, minLength: 4_096, periodicFlush: 100 }));
}
