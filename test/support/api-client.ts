/**
 * A client of the organization API: as a browser that is signed in, as a program with a token, or as nobody.
 */
import type { House } from "./house.ts";
import type { Answer } from "./scim-client.ts";

export type ApiClient = {
  /** Sends a request; the path is what comes after `/api`. */
  send(method: string, path: string, body?: unknown, options?: { headOnly?: boolean }): Promise<Answer>;
};

/** @param headers what tells who calls: a cookie, or an Authorization */
export function apiClient(house: House, headers: Record<string, string> = {}): ApiClient {
  const url = house.environment["PUBLIC_URL"] ?? "";
  return {
    send: async (method, path, body, { headOnly = false } = {}) => {
      const response = await fetch(`${url}/api${path}`, {
        method,
        redirect: "manual",
        headers: {
          // What every browser adds for a page of the same site, and no other page can.
          "Sec-Fetch-Site": "same-origin",
          ...(body !== undefined && { "Content-Type": "application/json" }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      // A stream has no end to wait for.
      if (headOnly && response.ok) await response.body?.cancel();
      const text = headOnly && response.ok ? "" : await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === "" ? null : jsonOrText(text),
      };
    },
  };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
