/**
 * How we ask a provider, whose addresses an owner and the provider itself choose: by https alone, without following
 * redirects, within a time, and reading no more than a bounded answer; and in the public internet alone, unless the
 * operator has opened their own network to it.
 */
import { isIP } from "node:net";
import type { CustomFetch } from "openid-client";
import { Agent, fetch } from "undici";
import type { Config } from "../../shared/config.ts";
import { isPublic, lookUpPublic } from "./public-address.ts";

/** More than the largest set of keys that a provider publishes. */
const answerMaxBytes = 1_048_576;

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

type Where = Pick<Config, "PUBLIC_URL" | "PROVIDER_NETWORK">;

/** Whether we ask there at all, as far as the URL tells. http reaches this machine alone, where we are on it ourselves. */
export function mayAsk(url: string, where: Where): boolean {
  const { protocol, hostname } = new URL(url);
  if (protocol === "http:") return loopback.test(hostname) && isLocal(where.PUBLIC_URL);
  if (protocol !== "https:") return false;
  // In a URL an address of IPv6 stands in brackets.
  const address = hostname.replace(/^\[(.*)\]$/, "$1");
  return isIP(address) === 0 || isPublic(address) || !isConfined(where);
}

/** Whether we ask in the public internet alone. On a machine where the product is tried out, we ask anywhere. */
function isConfined({ PUBLIC_URL, PROVIDER_NETWORK }: Where): boolean {
  return PROVIDER_NETWORK === "public" && !isLocal(PUBLIC_URL);
}

/** Whether the product is tried out on one machine, without TLS. */
export function isLocal(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === "http:" && loopback.test(hostname);
}

export function openProviderFetch(config: Where & Pick<Config, "PROVIDER_WAIT_MS">): CustomFetch {
  const dispatcher = new Agent(isConfined(config) ? { connect: { lookup: lookUpPublic } } : {});
  return async (url, { method, headers, body, redirect }) => {
    if (!mayAsk(url, config)) throw new Error(`a provider is not asked at ${url.slice(0, 200)}`);
    const signal = AbortSignal.timeout(config.PROVIDER_WAIT_MS);
    // Copied: bytes that others might still write to cannot be sent.
    const sent = body instanceof Uint8Array ? new Uint8Array(body) : (body ?? null);
    const answer = await fetch(url, { method, headers, body: sent, redirect, signal, dispatcher });
    const bytes = await bounded(answer.body ?? []);
    return new Response(bytes.length === 0 ? null : bytes, {
      status: answer.status,
      headers: [...answer.headers],
    });
  };
}

async function bounded(body: AsyncIterable<Uint8Array> | []): Promise<Buffer<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    // Leaving the loop hangs up.
    if (length > answerMaxBytes) throw new Error("the provider's answer is too large");
    parts.push(part);
  }
  return Buffer.concat(parts);
}
