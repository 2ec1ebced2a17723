/**
 * The log of a process: one JSON object a line on standard output. Secrets never get in: what can hold one is
 * redacted here, whoever logs it, and of an error only what is known to hold none is told.
 */
import { destination, type Logger, type LoggerOptions, pino } from "pino";
import { z } from "zod";
import type { Config } from "./config.ts";

export type Log = Logger;

/** @param name the process: `api` or `worker` */
export function openLog(config: Config, name: string): Log {
  // Lines are written together, and none waits longer than a tenth of a second.
  return pino(
    logOptions(config, name),
    destination({ dest: 1, sync: false, minLength: 4_096, periodicFlush: 100 }),
  );
}

/** How lines are made, wherever they are written. */
export function logOptions({ LOG_LEVEL }: Pick<Config, "LOG_LEVEL">, name: string): LoggerOptions {
  return {
    name,
    level: LOG_LEVEL,
    redact: ["authorization", "key", "token", "scimKey", "headers.authorization"],
    serializers: { err: told },
  };
}

/** What helps to find a fault, of the errors of Node, MongoDB, a mail server, and of our own. */
const details = z.object({
  code: z.union([z.string(), z.number()]).optional().catch(undefined),
  codeName: z.string().optional().catch(undefined),
  syscall: z.string().optional().catch(undefined),
  responseCode: z.number().optional().catch(undefined),
  fault: z.string().optional().catch(undefined),
});

const causesMax = 4;

/**
 * An error without what drivers hang on theirs: the arguments of a Redis command, which can be the password; the
 * documents of a bulk that was refused.
 */
function told(error: unknown, causes = causesMax): unknown {
  if (!(error instanceof Error)) return typeof error;
  const { name, message, stack, cause } = error;
  return {
    type: name === "Error" ? error.constructor.name : name,
    message,
    stack,
    ...details.parse(error),
    ...(cause !== undefined && causes > 0 && { cause: told(cause, causes - 1) }),
  };
}
