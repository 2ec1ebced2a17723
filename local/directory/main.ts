/**
 * `npm run directory`: plays the simulated tenant against any SCIM server.
 *
 * Always true: the exit status is 0 only if the server could be used and the check, where asked for, finds no difference.
 */
import { changeTenant } from "./changes.ts";
import { type Comparison, compareWithOrganization } from "./check.ts";
import { runIncrementalCycle, runInitialCycle } from "./cycle.ts";
import type { CycleReport } from "./job.ts";
import { help, type Options, readOptions } from "./options.ts";
import { isGroupInScope, scopeOf } from "./scope.ts";
import { openProgress } from "./show-progress.ts";
import { renderSummary } from "./summary.ts";
import { UnusableServer } from "./wire/connection.ts";
import { testConnection } from "./wire/test-connection.ts";

/** What a run came to, printed as it is by --json. */
export type Outcome = {
  /** People and groups in scope when it began. */
  users: number;
  groups: number;
  cycles: (CycleReport & { cycle: string })[];
  check: Comparison | null;
};

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  let json = args.includes("--json");
  try {
    const options = readOptions(args);
    json = options.json;
    if (options.help) return print(help);
    const outcome = await play(options);
    print(json ? `${JSON.stringify(outcome, null, 2)}\n` : renderSummary(outcome));
    return outcome.check === null || outcome.check.differences.length === 0 ? 0 : 1;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    if (json) print(`${JSON.stringify({ error: message })}\n`);
    else process.stderr.write(`${message}\n`);
    return cause instanceof UnusableServer ? 1 : 2;
  }
}

async function play({ tenant, target, cycles, check, json }: Options): Promise<Outcome> {
  const users = tenant.people.filter(scopeOf(tenant).covers).length;
  const groups = tenant.groups.filter(isGroupInScope).length;
  const outcome: Outcome = { users, groups, cycles: [], check: null };
  const run = async (cycle: string, runCycle: typeof runInitialCycle) => {
    const progress = json ? null : openProgress(cycle);
    const report = await runCycle(tenant, target, (step) => progress?.show(step)).finally(() =>
      progress?.close(),
    );
    outcome.cycles.push({ cycle, ...report });
  };
  await testConnection(target, tenant.mappings);
  if (!json) print("Test Connection: the server answers as it should\n");
  await run("initial cycle", runInitialCycle);
  for (let number = 1; number <= cycles; number++) {
    changeTenant(tenant);
    await run(`incremental cycle ${number}`, runIncrementalCycle);
  }
  if (check) outcome.check = await compareWithOrganization(tenant, target);
  return outcome;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
