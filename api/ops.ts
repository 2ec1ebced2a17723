/**
 * The operators' command line: `npm run ops -- COMMAND`. Each command reads MongoDB as the processes do; only `restore`
 * writes, and into an empty database alone.
 */
import { parseArgs } from "node:util";
import { type Counts, restoreBackup, writeBackup } from "../shared/backup/backup.ts";
import { readConfig } from "../shared/config.ts";
import { closeDeps, type Deps, openDeps } from "../shared/deps.ts";
import { isAway, isTooLong } from "../shared/store/trouble.ts";
import { readStatus } from "./ops/status.ts";
import { renderStatus } from "./ops/status-text.ts";

const usage = `npm run ops -- COMMAND [--json]

  status [--all]        which organizations wait for their writes to be applied, and what has failed; queues and e-mails
                        --all: every organization with work, not just the 50 that wait longest
  backup --file FILE    write all there is, as it is at one moment, while directories go on
  restore --file FILE   read a backup into an empty database

  --json                for scripts`;

type Asked = {
  readonly command: keyof typeof commands;
  readonly all: boolean;
  readonly file: string;
  readonly json: boolean;
};

/** The organizations that are listed without --all. */
const listedMax = 50;
/** How long the command waits for Redis. */
const redisWaitMs = 2_000;

/** What each command gives back, and how it is told to a person. */
const commands = {
  status: async (deps: Deps, { all, json }: Asked) => {
    await deps.queues.ready(redisWaitMs);
    const status = await readStatus(deps, all ? Number.POSITIVE_INFINITY : listedMax);
    return json ? JSON.stringify(status) : renderStatus(status);
  },
  backup: async ({ store, now }: Deps, { file, json }: Asked) =>
    renderCounts(await writeBackup(store, file, now()), `Written to ${file}`, json),
  restore: async ({ store }: Deps, { file, json }: Asked) =>
    renderCounts(await restoreBackup(store, file), `Restored from ${file}`, json),
} as const;

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const asked = readArgs(args);
  if (asked === null) {
    console.log(usage);
    return args.length === 0 || args[0] === "help" || args[0] === "--help" ? 0 : 2;
  }
  try {
    console.log(await perform(asked));
    return 0;
  } catch (error) {
    const message = wordsFor(asked.command, error);
    if (asked.json) console.log(JSON.stringify({ error: message }));
    else console.error(message);
    return 1;
  }
}

/** Null where something else is asked than there is. */
function readArgs(args: readonly string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        all: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        file: { type: "string", default: "" },
      },
    });
    const [command = ""] = positionals;
    if (positionals.length !== 1 || !isCommand(command)) return null;
    return (command === "status") === (values.file === "") ? { command, ...values } : null;
  } catch {
    return null;
  }
}

function isCommand(name: string): name is keyof typeof commands {
  return Object.hasOwn(commands, name);
}

async function perform(asked: Asked): Promise<string> {
  const deps = await openDeps({ ...readConfig(), LOG_LEVEL: "silent" }, "ops", "fail");
  try {
    return await commands[asked.command](deps, asked);
  } finally {
    await closeDeps(deps);
  }
}

function renderCounts(counts: Counts, what: string, json: boolean): string {
  if (json) return JSON.stringify({ documents: counts });
  const rows = Object.entries(counts).map(([name, count]) => `  ${name.padEnd(14)} ${count}`);
  return [`${what}:`, ...rows].join("\n");
}

function wordsFor(command: string, error: unknown): string {
  if (isAway(error)) {
    return "MongoDB is away, and all that there is to tell stands in it. Is it running, and does MONGODB_URI name it?";
  }
  if (isTooLong(error)) return "MongoDB took too long to count. STATUS_WAIT_MS says how long it may.";
  return `${command} failed: ${error instanceof Error ? error.message : "unknown"}`;
}
