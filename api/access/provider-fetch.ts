/**
 * How we ask a provider, whose addresses an owner and the provider itself choose: by https alone, without following
 * redirects, within a time, and reading no more than a bounded answer.
 */
import type { CustomFetch } from "openid-client";

/** More than the largest set of keys that a provider publishes. */
const answerMaxBytes = 1_048_576;

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Whether we ask there at all. @param publicUrl http reaches this machine alone, and only where we are on it ourselves */
export function mayAsk(url: string, publicUrl: string): boolean {
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:") return true;
  return protocol === "http:" && loopback.test(hostname) && isLocal(publicUrl);
}

/** Whether the product is tried out on one machine, without TLS. */
export function isLocal(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === "http:" && loopback.test(hostname);
}

/** @param waitMs how long a whole answer may take */
export function openProviderFetch(publicUrl: string, waitMs: number): CustomFetch {
  return async (url, { method, headers, body, redirect }) => {
    if (!mayAsk(url, publicUrl)) throw new Error(`a provider is asked by https, not at ${url.slice(0, 200)}`);
    const signal = AbortSignal.timeout(waitMs);
    // Copied: bytes that others might still write to cannot be sent.
    const sent = body instanceof Uint8Array ? new Uint8Array(body) : (body ?? null);
    const answer = await fetch(url, { method, headers, body: sent, redirect, signal });
    const bytes = await bounded(answer);
    return new Response(bytes.length === 0 ? null : bytes, {
      status: answer.status,
      headers: answer.headers,
    });
  };
}

async function bounded(answer: Response): Promise<Buffer<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += part.length;
    // Leaving the loop hangs up.
    if (length > answerMaxBytes) throw new Error("the provider's answer is too large");
    parts.push(part);
  }
  return Buffer.concat(parts);
}
