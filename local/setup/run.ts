/**
 * Runs a program to its end.
 * It never throws: a program that cannot be run is one that failed, with the reason as its output.
 */
import { execFile } from "node:child_process";
import { childEnvironment } from "../settings.ts";

/** How a program ended: whether with 0, and everything it wrote. */
export type Outcome = { readonly ok: boolean; readonly output: string };

/** @param changes variables set for the program besides ours */
export function run(
  command: string,
  args: readonly string[],
  changes: Record<string, string> = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { env: childEnvironment(changes), maxBuffer: 64 * 1024 * 1024 };
    execFile(command, args, options, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.trim();
      resolve({ ok: error === null, output: output || (error?.message ?? "") });
    });
  });
}
