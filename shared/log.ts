/**
 * The log of a process: one JSON object a line on standard output. Secrets never get in: what can hold one is
 * redacted here, whoever logs it.
 */
import { type Logger, pino } from "pino";
import type { Config } from "./config.ts";

export type Log = Logger;

/** @param name the process: `api` or `worker` */
export function openLog(config: Config, name: string): Log {
  return pino({
    name,
    level: config.LOG_LEVEL,
    redact: ["authorization", "*.authorization", "key", "*.key", "token", "*.token", "scimKey", "*.scimKey"],
  });
}
