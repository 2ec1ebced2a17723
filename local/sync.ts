/**
 * Plays the simulated tenant against the sample organization: everything the first time, what has changed afterwards.
 * The tenant is saved however a cycle ends, so that the next one goes on where it stopped.
 */
import type { Admin } from "./admin.ts";
import { type DataFolder, readText, writeText } from "./data-folder.ts";
import {
  type CycleReport,
  changePeople,
  runIncrementalCycle,
  runInitialCycle,
  type Target,
  testConnection,
} from "./directory/cycle.ts";
import { openProgress } from "./directory/show-progress.ts";
import {
  createTenant,
  loadTenant,
  personInvitedByHand,
  saveTenant,
  type Tenant,
} from "./directory/tenant.ts";

const TENANT_FILE = "tenant.json";
const CONNECTIONS = 16;

const sampleTenant = { users: 200, seed: 1, domain: "acme.example" };

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

  if (saved === null) {
    const person = personInvitedByHand(tenant);
    await inviteByHand(admin, person);
    console.log(`Invited by hand, before the directory comes: ${person.name} <${person.address}>`);
  }
  await testConnection(target);
  console.log("Test Connection: the SCIM endpoint answers as it should");
  if (saved === null) await run("Initial cycle", runInitialCycle);
  changePeople(tenant);
  await run("Incremental cycle", runIncrementalCycle);
  return { tenant, target, cycles };
}

/** An earlier start may have come this far already. */
async function inviteByHand(admin: Admin, person: { address: string; name: string }): Promise<void> {
  const members = await admin.members();
  const isThere = members.some(({ userName }) => userName.toLowerCase() === person.address.toLowerCase());
  if (!isThere) await admin.invite(person);
}
