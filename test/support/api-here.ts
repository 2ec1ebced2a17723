/**
 * The API in the test's own process, with dependencies of the test's making: another clock, other limits, another URL.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createApp } from "../../api/app.ts";
import type { ApiDeps } from "../../api/deps.ts";

export type ApiHere = { readonly url: string; close(): Promise<void> };

export async function openApiHere(deps: ApiDeps): Promise<ApiHere> {
  const server = createServer(createApp(deps).callback());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
