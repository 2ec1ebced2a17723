/**
 * A failure that the person at the keyboard can do something about.
 * Its message says what is the matter and names the way out; it is shown without a stack.
 */
export class Trouble extends Error {
  override readonly name = "Trouble";

  /**
   * @param what what is the matter, in a sentence
   * @param wayOut what to do about it; a command to type stands alone on its line
   */
  constructor(what: string, wayOut: string, options?: ErrorOptions) {
    super(`${what}\n${wayOut}`, options);
  }
}

/** The text of a failure for a person: a Trouble's message, anything else with its stack. */
export function describeFailure(failure: unknown): string {
  if (failure instanceof Trouble) return failure.message;
  return failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
}

/** The code that the system gave an error (`ENOENT`, `EADDRINUSE`), or null. */
export function errorCode(failure: unknown): string | null {
  if (!(failure instanceof Error) || !("code" in failure)) return null;
  return typeof failure.code === "string" ? failure.code : null;
}
