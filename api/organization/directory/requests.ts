/**
 * What an organization's directory sent lately, so that an admin understands why its calls are refused.
 */
import type { NotedRequest } from "../../../shared/store/statistics-documents.ts";
import type { ApiDeps } from "../../deps.ts";
import type { RequestView } from "../schema/directory.ts";

/** The newest of all and the newest that were refused, in one list; the newest first. */
export async function listRequests(deps: ApiDeps, organization: string): Promise<RequestView[]> {
  return (await readRequests(deps, organization)).map(({ id: _, ...request }) => request);
}

/** The same with their ids. */
export async function readRequests({ store }: ApiDeps, organization: string): Promise<NotedRequest[]> {
  const found = await store.requests.findOne({ _id: organization });
  const byId = new Map([...(found?.refused ?? []), ...(found?.all ?? [])].map((one) => [one.id, one]));
  return [...byId.values()].sort((one, other) => other.at.getTime() - one.at.getTime());
}
