/**
 * Where a request comes from. What a client says of itself is never believed: only as many entries of
 * `X-Forwarded-For` count, from the right, as there are proxies of our own that wrote them.
 */
import { isIP } from "node:net";
import type { Context } from "koa";
import type { Config } from "../../shared/config.ts";

/** Where a request of ours comes from. */
export function addressOfClient(ctx: Pick<Context, "req" | "get">, { TRUSTED_PROXIES }: Config): string {
  return clientAddress(ctx.req.socket.remoteAddress ?? "", ctx.get("X-Forwarded-For"), TRUSTED_PROXIES);
}

/**
 * @param socketAddress whoever the connection is with
 * @param forwardedFor the header `X-Forwarded-For`, empty where there is none
 * @param trustedProxies how many proxies stand in front of us, one behind the other
 * @returns an IPv4 address, or the first half of one of IPv6: whoever has one has all that begin with it
 */
export function clientAddress(socketAddress: string, forwardedFor: string, trustedProxies: number): string {
  const entries = trustedProxies === 0 ? [] : forwardedFor.split(",").slice(-trustedProxies);
  const [entry = ""] = entries;
  return networkOf(withoutPort(entry.trim())) ?? networkOf(socketAddress) ?? "unknown";
}

/** Some proxies write the port too: `192.0.2.1:5000`, `[2001:db8::1]:5000`. */
function withoutPort(entry: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]*)\](?::\d+)?|([\d.]+):\d+)$/.exec(entry) ?? [];
  return bracketed ?? plain ?? entry;
}

function networkOf(address: string): string | undefined {
  const [bare = ""] = address.split("%", 1);
  const version = isIP(bare);
  if (version === 0) return undefined;
  if (version === 4) return bare;
  const mapped = /^::ffff:([\d.]+)$/i.exec(bare)?.[1];
  return mapped ?? firstHalf(bare);
}

/** One address can be written in many ways; a URL has it in one (RFC 5952), with `::` for the longest row of zeros. */
function firstHalf(address: string): string {
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const front = groups(head);
  const back = groups(tail ?? "");
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => "0");
  return [...front, ...zeros, ...back].slice(0, 4).join(":");
}
