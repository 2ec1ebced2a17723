/**
 * Plays the simulated tenant against the sample organization: everything the first time, what has changed afterwards.
 * The tenant is saved however a cycle ends, so that the next one goes on where it stopped.
 */
import type { Admin } from "./admin.ts";
import { prepareByHand, renameByHand } from "./by-hand.ts";
import { type DataFolder, readText, writeText } from "./data-folder.ts";
import { changeTenant } from "./directory/changes.ts";
import { runIncrementalCycle, runInitialCycle } from "./directory/cycle.ts";
import type { CycleReport } from "./directory/job.ts";
import { openProgress } from "./directory/show-progress.ts";
import { createTenant, loadTenant, saveTenant, type Tenant } from "./directory/tenant.ts";
import type { Target } from "./directory/wire/connection.ts";
import { testConnection } from "./directory/wire/test-connection.ts";

const TENANT_FILE = "tenant.json";
const CONNECTIONS = 16;

const sampleTenant = { users: 200, groups: 20, seed: 1, domain: "acme.example" };

/** What the directory did, and what it holds now. */
export type SyncOutcome = {
  readonly tenant: Tenant;
  readonly target: Target;
  readonly cycles: readonly CycleReport[];
};

/** Whether an earlier start has played the tenant. */
export function hasTenant(folder: DataFolder): boolean {
  return readText(folder, TENANT_FILE) !== null;
}

/**
 * Runs the tenant's cycles: the initial and an incremental one for a new tenant, the next one for a known tenant.
 * @param isNew whether the organization is new, so that a tenant of an earlier one counts for nothing
 */
export async function syncDirectory(
  folder: DataFolder,
  admin: Admin,
  access: { readonly scimUrl: string; readonly scimKey: string },
  isNew: boolean,
): Promise<SyncOutcome> {
  const target = { url: access.scimUrl, key: access.scimKey, connections: CONNECTIONS };
  const saved = isNew ? null : readText(folder, TENANT_FILE);
  const tenant = saved === null ? createTenant(sampleTenant) : loadTenant(saved);
  const cycles: CycleReport[] = [];
  const run = async (title: string, cycle: typeof runInitialCycle) => {
    const progress = openProgress(title);
    try {
      cycles.push(await cycle(tenant, target, (step) => progress.show(step)));
    } finally {
      progress.close();
      writeText(folder, TENANT_FILE, saveTenant(tenant));
    }
  };

  if (saved === null) await prepareByHand(admin, tenant);
  await testConnection(target, tenant.mappings);
  console.log("Test Connection: the SCIM endpoint answers as it should");
  if (saved === null) await run("Initial cycle", runInitialCycle);
  changeTenant(tenant);
  await renameByHand(admin, tenant);
  await run("Incremental cycle", runIncrementalCycle);
  return { tenant, target, cycles };
}
