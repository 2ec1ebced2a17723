/**
 * Asks the same of each house, and tells what was answered in words that do not depend on the house: ids by the order in
 * which they were seen, and no times.
 */
import { once } from "node:events";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import type { Request } from "./requests.ts";
import type { Place } from "./twins.ts";

type Told = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
/** Asks, as the organization with its own key. */
export type Ask = (asked: Request) => Promise<Told>;

const told = [
  "content-type",
  "etag",
  "location",
  "allow",
  "www-authenticate",
  "retry-after",
  "preference-applied",
];

export function openAsk({ house, own, names }: Place): Ask {
  const { PUBLIC_URL } = house.deps.config;
  const filled = (marked: string) => marked.replace(/~[\w-]+~/g, (mark) => names[mark] ?? mark);
  /** What is another in each house, by what stands for it. */
  const words = new Map([
    [PUBLIC_URL, "~url~"],
    ...Object.entries(names).map(([mark, name]) => [name, mark] as const),
  ]);
  const masked = (said: string) => {
    let result = said;
    for (const [word, mark] of words) result = result.replaceAll(word, mark);
    return result
      .replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, (id) => {
        words.set(id, `~new-${words.size}~`);
        return words.get(id) ?? id;
      })
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "~time~")
      .replace(/"nextCursor":"[\w-]+"/g, '"nextCursor":"~cursor~"');
  };
  return async ({ method, path, headers, body }) => {
    // Not by `fetch`, which would put the URL in order first.
    const sent = request(PUBLIC_URL, {
      method,
      path: filled(path),
      headers: {
        Authorization: `Bearer ${own.key}`,
        ...headers,
        ...(body !== undefined && { "Content-Type": "application/scim+json" }),
      },
    });
    sent.end(body && filled(body));
    const [response] = await once(sent, "response");
    const shown = told.flatMap((name) =>
      name in response.headers ? [[name, masked(String(response.headers[name]))]] : [],
    );
    return {
      status: response.statusCode,
      headers: Object.fromEntries(shown),
      body: masked(await text(response)),
    };
  };
}
