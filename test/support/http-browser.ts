/**
 * A browser as far as signing in needs one: it keeps cookies, by origin, and says where its requests come from.
 */
import type { Answer } from "./scim-client.ts";

export type Browser = {
  /** Asks, without following a redirect. */
  send(method: string, url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Opens a page and goes wherever it leads, until nothing leads on or a URL is to be stopped at. */
  open(url: string, stopAt?: (url: string) => boolean): Promise<{ url: string; answer: Answer | null }>;
  /** Sends a form, then goes where that leads. */
  submit(
    url: string,
    fields: Record<string, string>,
    stopAt?: (url: string) => boolean,
  ): ReturnType<Browser["open"]>;
  /** The cookies of an origin; what is set here is kept. */
  cookies(url: string): Map<string, string>;
};

const redirectsMax = 20;

export function openBrowser(): Browser {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: string) => {
    const { origin } = new URL(url);
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    return jar;
  };

  async function ask(method: string, url: string, body: string | null, headers: Record<string, string>) {
    const cookie = [...jarOf(url)].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, {
      method,
      redirect: "manual",
      headers: { ...(cookie !== "" && { Cookie: cookie }), ...headers },
      body,
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      const isOver = /expires=Thu, 01 Jan 1970/i.test(set) || value === "";
      if (isOver) jarOf(url).delete(name);
      else jarOf(url).set(name, value);
    }
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: jsonOrText(text) };
  }

  async function follow(url: string, first: Answer | null, stopAt: (url: string) => boolean) {
    let [at, answer] = [url, first];
    for (let hops = 0; hops < redirectsMax; hops += 1) {
      if (answer === null && stopAt(at)) return { url: at, answer: null };
      answer ??= await ask("GET", at, null, {});
      const location = answer.headers.get("Location");
      if (location === null) return { url: at, answer };
      [at, answer] = [new URL(location, at).href, null];
    }
    throw new Error(`it leads in circles, at last to ${at}`);
  }

  const nowhere = () => false;
  return {
    send: (method, url, body, headers = {}) =>
      ask(method, url, body === undefined ? null : JSON.stringify(body), {
        "Sec-Fetch-Site": "same-origin",
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...headers,
      }),
    open: (url, stopAt = nowhere) => follow(url, null, stopAt),
    submit: async (url, fields, stopAt = nowhere) => {
      const headers = { "Content-Type": "application/x-www-form-urlencoded" };
      return follow(url, await ask("POST", url, new URLSearchParams(fields).toString(), headers), stopAt);
    },
    cookies: jarOf,
  };
}

function jsonOrText(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return text;
  }
}
