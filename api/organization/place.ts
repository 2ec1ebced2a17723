/**
 * Where a page of a list ended: the name that the list is sorted by, and the id. To clients it is opaque, and the next
 * page begins after it whatever was written meanwhile.
 */
import { z } from "zod";
import { Problem } from "./http/problem.ts";

export type Place = { readonly name: string; readonly id: string };

const parts = z.tuple([z.string(), z.string()]);

/** No place is longer than what a query takes; of a longer name the id alone tells. */
const longest = 512;

export function encodePlace({ name, id }: Place): string {
  const whole = encode(name, id);
  return whole.length <= longest ? whole : encode("", id);
}

/**
 * @param nameOf looks up the name of an id
 * @throws Problem where it is no place, or where nobody knows any more where it was
 */
export async function decodePlace(
  text: string,
  nameOf: (id: string) => Promise<string | undefined>,
): Promise<Place> {
  const [name, id] = parse(text);
  const known = name === "" ? await nameOf(id) : name;
  if (known === undefined) throw lost();
  return { name: known, id };
}

function encode(name: string, id: string): string {
  return Buffer.from(JSON.stringify([name, id])).toString("base64url");
}

function parse(text: string): z.infer<typeof parts> {
  try {
    return parts.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch (cause) {
    throw lost(cause);
  }
}

function lost(cause?: unknown): Problem {
  return new Problem("badRequest", "after must be the next of a page; begin with the first one again.", {
    cause,
  });
}
