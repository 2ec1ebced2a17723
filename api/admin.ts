/**
 * The admin's command line: `npm run admin -- COMMAND --organization ID …`. Each command calls one function of
 * `organization/`, the same that the console calls, and prints what it gives back; `--json` for scripts.
 */
import { parseArgs } from "node:util";
import { readConfig } from "../shared/config.ts";
import { commands, usage } from "./admin/commands.ts";
import { printResult } from "./admin/print.ts";
import { closeApiDeps, openApiDeps } from "./deps.ts";
import { Refusal } from "./organization/refusal.ts";

const [name = "help", ...rest] = process.argv.slice(2);
/** How long a command waits for Redis; without it the sweeper does the work a little later. */
const redisWaitMs = 2_000;
const json = rest.includes("--json");
process.exitCode = await run();

async function run(): Promise<number> {
  const command = commands[name];
  if (!command) {
    console.log(usage());
    return name === "help" || name === "--help" ? 0 : 2;
  }
  try {
    const options = readOptions(command.options);
    const deps = await openApiDeps({ ...readConfig(), LOG_LEVEL: "silent" }, "fail");
    try {
      await deps.queues.ready(redisWaitMs);
      printResult(await command.run(deps, options), json);
    } finally {
      await closeApiDeps(deps);
    }
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : "unknown";
    if (json) console.log(JSON.stringify({ error: message }));
    else console.error(error instanceof Refusal ? message : `${name} failed: ${message}`);
    return 1;
  }
}

/** @throws Refusal where an option is not known, or one that is needed is missing */
function readOptions(known: Readonly<Record<string, { required: boolean }>>): Record<string, string> {
  const names = Object.keys(known);
  const types: Record<string, { type: "string" | "boolean" }> = { json: { type: "boolean" } };
  for (const option of names) types[option] = { type: "string" };
  try {
    const { values } = parseArgs({ args: rest, options: types, strict: true });
    const missing = names.filter((option) => known[option]?.required && values[option] === undefined);
    if (missing.length > 0)
      throw new Refusal(`${name} needs ${missing.map((option) => `--${option}`).join(", ")}.`);
    return Object.fromEntries(
      Object.entries(values).flatMap(([option, value]) =>
        typeof value === "string" ? [[option, value]] : [],
      ),
    );
  } catch (error) {
    throw error instanceof Refusal
      ? error
      : new Refusal(error instanceof Error ? error.message : "wrong usage");
  }
}
