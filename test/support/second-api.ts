/**
 * A second API process of a house, beside the first, on the same database and queues.
 */
import { join } from "node:path";
import { startNode } from "../../local/services/node.ts";
import { freePort } from "../../local/services/ports.ts";
import type { House } from "./house.ts";
import type { TestOrganization } from "./organization.ts";
import { type ScimClient, scimClient } from "./scim-client.ts";

export type SecondApi = {
  /** The organization's directory as it would call this process. */
  directoryOf(organization: TestOrganization): ScimClient;
  stop(): Promise<void>;
};

export async function openSecondApi(house: House): Promise<SecondApi> {
  const port = await freePort();
  const [apiLog] = house.logs;
  const child = await startNode({
    name: "api-2",
    script: "api/main.ts",
    environment: { ...house.environment, PORT: String(port) },
    logFile: join(apiLog ?? "", "..", "api-2.log"),
  });
  return {
    directoryOf: ({ directory, key }) => {
      const url = new URL(directory.url);
      url.port = String(port);
      return scimClient(url.href, key);
    },
    stop: async () => void (await child.stop()),
  };
}
