/**
 * One call of a self-test, as a directory would make it from outside: bounded in time and in what is read of the
 * answer, and never led on to another place.
 */
import { z } from "zod";

/** What came; or, in words, why nothing did. */
export type Called =
  | {
      readonly reached: true;
      readonly status: number;
      readonly body: unknown;
      readonly location: string | null;
    }
  | { readonly reached: false; readonly why: string };

const waitMs = 10_000;
const bodyMaxBytes = 65_536;

/** @param url begins with the public URL of this server */
export async function call(url: string, headers: Readonly<Record<string, string>>): Promise<Called> {
  try {
    const response = await fetch(url, {
      headers: { Accept: "application/scim+json", ...headers },
      redirect: "manual",
      signal: AbortSignal.timeout(waitMs),
    });
    const { status } = response;
    return {
      reached: true,
      status,
      body: parsed(await textOf(response)),
      location: response.headers.get("Location"),
    };
  } catch (error) {
    return { reached: false, why: whyNot(error, new URL(url)) };
  }
}

/** The beginning of a body; what comes after it is not waited for. */
async function textOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > bodyMaxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, bodyMaxBytes).toString("utf8");
}

/** Null where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The code stands on the cause: `fetch` itself says only that it failed. */
const withCause = z.object({ cause: z.object({ code: z.string() }) });

/** Codes of Node and of its `fetch`, with what each means to whoever runs the server. */
const reasons: readonly (readonly [RegExp, (url: URL) => string])[] = [
  [
    /^(ENOTFOUND|EAI_\w+)$/,
    ({ hostname }) => `The name ${hostname} is not known in the DNS. Check the public URL of this server.`,
  ],
  [
    /^ECONNREFUSED$/,
    ({ host }) =>
      `Nothing answers at ${host}: the connection is refused. Check that the proxy runs and passes calls on to this server.`,
  ],
  [
    /^(EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/,
    ({ host }) => `${host} cannot be reached from here. Check the firewall and the network.`,
  ],
  [
    /^(CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|EPROTO|UNABLE_TO_\w+|SELF_SIGNED_\w+|DEPTH_ZERO_\w+|HOSTNAME_MISMATCH)$/,
    ({ host }) =>
      `The certificate of ${host} is not trusted, or it does not speak TLS. A directory would stop here, too.`,
  ],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, ({ host }) => `${host} hung up without an answer.`],
];

function whyNot(error: unknown, url: URL): string {
  if (error instanceof Error && error.name === "TimeoutError")
    return `${url.host} did not answer within ${waitMs / 1_000} seconds.`;
  const { success, data } = withCause.safeParse(error);
  const code = success ? data.cause.code : "";
  const known = reasons.find(([codes]) => codes.test(code));
  if (known) return known[1](url);
  return `${url.host} could not be called${code === "" ? "" : ` (${code.slice(0, 60)})`}.`;
}
