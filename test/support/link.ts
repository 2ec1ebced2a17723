/**
 * A link: a port that leads to another one, and that a test makes slow, cuts, or silences. What was silenced stays
 * silent, as where a firewall has forgotten the connection: only connections made afterwards get through.
 */
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { loopback } from "../../local/services/ports.ts";

/** `cut`: nobody gets through, and whoever was through is hung up on. `silent`: all get in, and no byte passes. */
export type Condition = "sound" | "cut" | "silent" | Slowness;

/** How late each piece passes, and how many bytes a second do, in each direction. */
type Slowness = { readonly latencyMs: number; readonly bytesPerSecond: number };

export type Link = {
  readonly port: number;
  /** From now on. */
  set(condition: Condition): void;
  close(): Promise<void>;
};

/** Opens a link on a port of its own; it is sound. */
export async function openLink(to: { readonly port: number }): Promise<Link> {
  const ends = new Set<Socket>();
  const silenced = new WeakSet<Socket>();
  let condition: Condition = "sound";

  function pass(from: Socket, into: Socket): void {
    ends.add(from);
    from.setNoDelay(true);
    from.on("error", () => from.destroy());
    from.once("close", () => {
      ends.delete(from);
      // Whoever is silenced is not told of an end either.
      if (!silenced.has(into)) into.destroy();
    });
    let before: Promise<void> = Promise.resolve();
    from.on("data", (piece) => {
      if (silenced.has(from)) return;
      if (typeof condition !== "object") {
        // Nothing overtakes what is still late.
        before = before.then(() => void (into.destroyed || into.write(piece)));
        return;
      }
      const { latencyMs, bytesPerSecond } = condition;
      const due = pause(latencyMs);
      const takesMs = (piece.length / bytesPerSecond) * 1_000;
      before = Promise.all([due, before.then(() => pause(takesMs))]).then(
        () => void (into.destroyed || into.write(piece)),
      );
    });
  }

  const server = createServer((socket) => {
    if (condition === "cut") {
      socket.destroy();
      return;
    }
    const other = connect({ host: loopback, port: to.port });
    pass(socket, other);
    pass(other, socket);
    if (condition === "silent") for (const end of [socket, other]) silenced.add(end);
  });
  server.listen(0, loopback);
  await once(server, "listening");
  return {
    port: portOf(server),
    set: (next) => {
      condition = next;
      for (const end of ends) {
        if (next === "cut") end.destroy();
        if (next === "silent") silenced.add(end);
      }
    },
    close: async () => {
      for (const end of ends) end.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the link has no port");
  return address.port;
}
