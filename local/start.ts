/**
 * `npm start`: the whole product on this machine, and a directory that syncs with it.
 * However it ends, nothing that it has started is left running.
 */
import { parseArgs } from "node:util";
import { openAdmin } from "./admin.ts";
import { type DataFolder, openDataFolder } from "./data-folder.ts";
import { type Addresses, type House, planHouse } from "./house.ts";
import { checkNamedServers } from "./named-servers.ts";
import { stopLeftovers } from "./process-record.ts";
import { type Place, renderPlaces, renderResult } from "./report.ts";
import { lastEventNumber, readResult } from "./result.ts";
import { openRunFile, type RunFile } from "./run-file.ts";
import { openSampleOrganization, sampleId, sampleOwner } from "./sample-organization.ts";
import { readSettings, type Settings } from "./settings.ts";
import { findMongod } from "./setup/mongod.ts";
import { ensurePages } from "./setup/pages.ts";
import { findRedisServer } from "./setup/redis.ts";
import { listenForStop, type StopSignal } from "./stop-signal.ts";
import { hasTenant, syncDirectory } from "./sync.ts";
import { describeFailure } from "./trouble.ts";

const stopSignal = listenForStop();
// Everything has been stopped by then; a request under way must not keep us.
process.exit(await main(process.argv.slice(2), stopSignal));

async function main(args: readonly string[], signal: StopSignal): Promise<number> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { empty: { type: "boolean", default: false } },
    });
    const settings = readSettings();
    const folder = openDataFolder(settings.dataFolder);
    try {
      return await startAndStay(settings, folder, values.empty, signal);
    } finally {
      folder.release();
    }
  } catch (failure) {
    console.error(`\n${describeFailure(failure)}`);
    return 1;
  }
}

async function startAndStay(
  settings: Settings,
  folder: DataFolder,
  isEmpty: boolean,
  signal: StopSignal,
): Promise<number> {
  const left = await stopLeftovers(folder);
  if (left.length > 0) console.log(`Stopped what a killed start had left running: ${left.join(", ")}.`);
  const runFile = openRunFile(folder, () => house);
  const house = planHouse(settings, folder, { say: console.log, onRestart: () => runFile.refresh() });
  const run = open(settings, folder, house, runFile, isEmpty);
  try {
    // Ready is not the end: it stays until it is asked to stop.
    await Promise.race([signal.asked, run.then(() => signal.asked)]);
    console.log("\nStopping; Ctrl-C again kills.");
    return 0;
  } finally {
    runFile.remove();
    await Promise.race([house.stop(), signal.insisted.then(() => house.kill())]);
  }
}

async function open(
  settings: Settings,
  folder: DataFolder,
  house: House,
  runFile: RunFile,
  isEmpty: boolean,
): Promise<void> {
  await checkNamedServers(settings);
  await ensurePages();
  const sources = [await findMongod(), await findRedisServer()];
  console.log("Starting MongoDB, Redis, the mailbox, the API and a worker ...");
  for (const source of sources) if ("path" in source) console.log(`  ${source.path} ${source.version}`);
  const addresses = await house.open();
  const admin = openAdmin(sampleId, house.environment(addresses));
  const organization = await openSampleOrganization(admin, folder, addresses.apiUrl);
  const isKnown = !organization.isNew && hasTenant(folder);
  console.log(greeting(folder, organization.isNew, isKnown, isEmpty));
  if (!isEmpty) {
    const before = await lastEventNumber(admin);
    const outcome = await syncDirectory(folder, admin, organization, organization.isNew);
    console.log(renderResult(outcome.cycles, await readResult(admin, outcome, before)));
  }
  runFile.publish(addresses, organization);
  const signInUrl = await admin.signInLink(sampleOwner.address, "12h");
  console.log(renderPlaces(placesOf(settings, addresses, organization, signInUrl)));
  console.log("Everything is up. Ctrl-C stops it.");
}

function greeting(folder: DataFolder, isNew: boolean, isKnown: boolean, isEmpty: boolean): string {
  if (isNew) return `Made the organization ${sampleId}${isEmpty ? ", with its owner only" : ""}.`;
  const taken = `Took up the organization ${sampleId} from ${folder.path}`;
  if (isKnown && isEmpty) {
    return `${taken}, with the members it has.\nFor one without members: ROLLCALL_DATA=/path/to/folder npm start -- --empty`;
  }
  return isKnown && !isEmpty ? `${taken}: the directory goes on with its next cycle.` : `${taken}.`;
}

function placesOf(
  settings: Settings,
  addresses: Addresses,
  access: { readonly scimUrl: string; readonly scimKey: string },
  signInUrl: string,
): Place[] {
  return [
    ["Console", `${signInUrl} signs the owner in, once`],
    ["SCIM URL", access.scimUrl],
    ["SCIM key", access.scimKey],
    ["Mailbox", addresses.mailboxUrl ?? addresses.smtpUrl],
    ["Metrics", `${addresses.ops.apiUrl}/metrics (API), ${addresses.ops.workerUrl}/metrics (worker)`],
    ["Queue board", `${addresses.ops.apiUrl}/queues as operator, with ${addresses.ops.password}`],
    ["Data and logs", settings.dataFolder],
  ];
}
