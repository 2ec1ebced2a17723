/**
 * The sample organization `acme`: 500 seats, an owner, SCIM on.
 * It and its key outlive the start that made them; only a key that no longer works is replaced.
 */
import type { Admin, ScimAccess } from "./admin.ts";
import { type DataFolder, readText, writeText } from "./data-folder.ts";

const KEY_FILE = "scim-key";

export const sampleId = "acme";
export const sampleOwner = { address: "owner@acme.example", givenName: "Olive", familyName: "Owner" };
const sample = { name: "Acme", owner: sampleOwner, seats: 500 };

/** The organization as a start found or made it. */
export type SampleOrganization = ScimAccess & { readonly isNew: boolean };

/**
 * Makes the organization, or takes it up.
 * @param apiUrl where the API is reached
 */
export async function openSampleOrganization(
  admin: Admin,
  folder: DataFolder,
  apiUrl: string,
): Promise<SampleOrganization> {
  const isNew = !(await admin.exists());
  if (isNew) await admin.create(sample);
  const scimUrl = `${apiUrl}/scim/v2/${sampleId}`;
  const kept = readText(folder, KEY_FILE);
  if (kept !== null && (await works(scimUrl, kept))) return { scimUrl, scimKey: kept, isNew };
  // An organization whose key we never had, or whose key was rotated by hand, gets a new one.
  const { scimKey } = isNew ? await admin.enableScim() : await admin.rotateKey().catch(admin.enableScim);
  writeText(folder, KEY_FILE, scimKey);
  return { scimUrl, scimKey, isNew };
}

async function works(scimUrl: string, scimKey: string): Promise<boolean> {
  const answer = await fetch(`${scimUrl}/Users?count=1`, { headers: { authorization: `Bearer ${scimKey}` } });
  await answer.body?.cancel();
  return answer.status !== 401 && answer.status !== 403;
}
