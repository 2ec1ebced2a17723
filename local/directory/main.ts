/**
 * `npm run directory`: plays the simulated tenant against any SCIM server.
 *
 * Always true: the exit status is 0 only if the server could be used and the check, where asked for, finds no difference.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { compareWithOrganization, type Difference } from "./check.ts";
import { UnusableServer } from "./connection.ts";
import {
  type CycleReport,
  changePeople,
  runIncrementalCycle,
  runInitialCycle,
  type Target,
  testConnection,
} from "./cycle.ts";
import { defaultMappings, parseMappings } from "./mapping.ts";
import { openProgress } from "./show-progress.ts";
import { renderSummary } from "./summary.ts";
import { createTenant, type Tenant } from "./tenant.ts";

const help = `Plays a simulated Microsoft Entra tenant against a SCIM 2.0 server:
Test Connection, an initial cycle, incremental cycles with changes, and a check.

  npm run directory -- --url URL --key KEY [options]

  --url URL          the base URL of the server, e.g. http://127.0.0.1:8080/scim/v2/acme
  --key KEY          its bearer key
  --users N          people in the tenant (200, at least 5)
  --seed S           another number gives other people (1)
  --domain D         the domain of their addresses (northwind.example)
  --connections C    requests in flight (16)
  --cycles K         incremental cycles after the initial one (1)
  --mappings FILE    another table than attribute-mappings.json
  --check            compare the organization with the tenant at the end
  --json             print one JSON document instead
  --help
`;

/** What a run came to, printed as it is by --json. */
export type Outcome = {
  users: number;
  cycles: (CycleReport & { cycle: string })[];
  check: { checked: number; differences: Difference[] } | null;
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
  const outcome: Outcome = { users: tenant.people.length, cycles: [], check: null };
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
    changePeople(tenant);
    await run(`incremental cycle ${number}`, runIncrementalCycle);
  }
  if (check) outcome.check = await compareWithOrganization(tenant, target);
  return outcome;
}

type Options = { tenant: Tenant; target: Target; cycles: number; check: boolean; json: boolean; help: false };

/** Throws an Error that names the option that is wrong. */
function readOptions(args: string[]): Options | { help: true; json: boolean } {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: "string" },
      key: { type: "string" },
      users: { type: "string", default: "200" },
      seed: { type: "string", default: "1" },
      domain: { type: "string", default: "northwind.example" },
      connections: { type: "string", default: "16" },
      cycles: { type: "string", default: "1" },
      mappings: { type: "string" },
      check: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return { help: true, json: values.json };
  const { url, key, domain, mappings: file, check, json } = values;
  if (url === undefined || !URL.canParse(url))
    throw new Error("--url must be the base URL of a SCIM server, see --help");
  if (key === undefined) throw new Error("--key must be its bearer key, see --help");
  const users = wholeNumber("users", values.users, 5);
  const seed = wholeNumber("seed", values.seed, 0);
  const connections = wholeNumber("connections", values.connections, 1);
  const cycles = wholeNumber("cycles", values.cycles, 0);
  const mappings = file === undefined ? defaultMappings : parseMappings(readFileSync(file, "utf8"));
  const tenant = createTenant({ users, seed, domain, mappings });
  return { tenant, target: { url, key, connections }, cycles, check, json, help: false };
}

function wholeNumber(option: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least)
    throw new Error(`--${option} must be a whole number from ${least} on`);
  return number;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
