/**
 * The client of the API: one call, JSON in and out, and what goes wrong as a `ProblemError` whose message people can read.
 */
import { KeyError } from "../keys/key-error.ts";

/** What the API answered instead, or why there was no answer. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  /** The status of HTTP; 0 where no answer came. */
  readonly status: number;
  /** One of the API's codes, such as `conflict`; `offline` where no answer came. */
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** Told on `document` when the session has ended; the console then leads to the sign-in. */
export const sessionEnded = "sessionended";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Calls the API. The answer's type is the caller's word: both sides are built from one declaration.
 * @throws ProblemError
 */
export async function request<Answer = void>(method: Method, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(path, {
    method,
    credentials: "same-origin",
    headers: {
      accept: "application/json, application/problem+json",
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ProblemError(0, "offline", "The server cannot be reached. See whether you are online.");
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer as Answer;
  if (response.status === 401) document.dispatchEvent(new Event(sessionEnded));
  throw problemOf(response.status, answer);
}

function problemOf(status: number, answer: unknown): ProblemError {
  const { code, detail } =
    typeof answer === "object" && answer !== null ? { code: "", detail: "", ...answer } : {};
  const words = typeof detail === "string" && detail !== "" ? detail : usual(status);
  return new ProblemError(status, typeof code === "string" ? code : "", words);
}

function usual(status: number): string {
  if (status === 429) return "That was too often. Wait a minute, then try again.";
  if (status === 404) return "There is nothing here, or not any more.";
  if (status === 403) return "Your role does not allow this.";
  if (status >= 500) return "The server could not do this just now. Try again in a moment.";
  return "The server did not accept this.";
}

/** What to say of an error, whatever it is. */
export function wordsOf(error: unknown): string {
  return error instanceof ProblemError || error instanceof KeyError
    ? error.message
    : "Something went wrong here. Reload the page, then try again.";
}

/** A path with a query; what is undefined or empty is left out. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  const entries = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries)}`;
}
