/**
 * A bare connection to the API: what is sent, and when, is up to the test, and so is whether anything is read.
 */
import { once } from "node:events";
import { connect } from "node:net";
import { expect } from "vitest";
import { eventually } from "../support/eventually.ts";
import type { House } from "../support/house.ts";
import type { TestOrganization } from "../support/organization.ts";

export type Connection = {
  write(text: string): void;
  /** All that came so far. */
  received(): string;
  /** Resolves when the connection is over, whoever ended it. */
  readonly closed: Promise<void>;
  /** Stops and starts reading. */
  pause(): void;
  resume(): void;
  /** Rests after each piece that it reads. */
  readSlowly(restMs: number): void;
  end(): void;
};

/** Connects; rejects where nobody listens. */
export async function openConnection(house: House): Promise<Connection> {
  const { hostname, port } = new URL(house.deps.config.PUBLIC_URL);
  const socket = connect({ host: hostname, port: Number(port) });
  let text = "";
  await once(socket, "connect");
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  // The server may cut it off; that it is over is told by `closed`.
  socket.on("error", () => undefined);
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => resolve());
  });
  return {
    write: (more) => socket.write(more),
    received: () => text,
    closed,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    readSlowly: (restMs) =>
      socket.on("data", () => {
        socket.pause();
        setTimeout(() => socket.resume(), restMs);
      }),
    end: () => socket.destroy(),
  };
}

/** The head of a request, without the empty line at its end. */
export function head(
  { directory, key }: TestOrganization,
  method: string,
  path: string,
  more: Record<string, string | number> = {},
): string {
  const headers = {
    Host: "localhost",
    Authorization: `Bearer ${key}`,
    "Content-Type": "application/scim+json",
    ...more,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${new URL(directory.url).pathname}${path} HTTP/1.1`, ...lines].join("\r\n");
}

/** Begins a POST of a user whose body has so many bytes, of which only the first is sent. */
export async function beginPost(
  house: House,
  organization: TestOrganization,
  bytes: number,
): Promise<Connection> {
  const connection = await openConnection(house);
  connection.write(`${head(organization, "POST", "/Users", { "Content-Length": bytes })}\r\n\r\n{`);
  return connection;
}

const goOn = "HTTP/1.1 100 Continue\r\n\r\n";

/**
 * Begins a POST that stays in flight, and is not refused. That it was taken in is told by 100 (RFC 9110 §10.1.1), and
 * what is sent after that is answered after it; a request of the test's own that was there a moment longer can be in its
 * way, and then it is begun again.
 */
export function holdPost(house: House, organization: TestOrganization, bytes: number): Promise<Connection> {
  return eventually(async () => {
    const connection = await openConnection(house);
    // The organization is known from a moment ago then, so that nothing is waited for before the bytes are taken.
    await organization.directory.send("GET", "/ServiceProviderConfig");
    const more = { "Content-Length": bytes, Expect: "100-continue" };
    connection.write(`${head(organization, "POST", "/Users", more)}\r\n\r\n{`);
    await eventually(() => expect(connection.received()).not.toBe(""));
    await organization.directory.send("GET", "/Users?count=1");
    if (connection.received() === goOn) return connection;
    connection.end();
    throw new Error(`what was to be held was answered: ${connection.received().slice(0, 100)}`);
  });
}
