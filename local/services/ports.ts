/**
 * Ports of the loopback interface.
 * A port that is given out here was free a moment ago; nobody holds it for us.
 */
import { createServer } from "node:net";

export const loopback = "127.0.0.1";

/** Whether one may listen on the port right now. */
export async function isFree(port: number): Promise<boolean> {
  return (await listen(port)) !== null;
}

/** A port that the system says is free. */
export async function freePort(): Promise<number> {
  const port = await listen(0);
  if (port === null) throw new Error("There is no free port on the loopback interface.");
  return port;
}

/** The first free port from `first` on that is not taken already by ourselves. */
export async function freePortFrom(first: number, taken: ReadonlySet<number>): Promise<number> {
  for (let port = first; port <= 65_535 && port < first + 200; port += 1) {
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  return freePort();
}

function listen(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host: loopback, exclusive: true }, () => {
      const address = server.address();
      const got = typeof address === "object" && address !== null ? address.port : null;
      server.close(() => resolve(got));
    });
  });
}
