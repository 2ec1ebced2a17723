/**
 * The sign-in of operators: HTTP Basic (RFC 7617) with the one name and password of the settings. How long an answer
 * takes tells nothing of how much of it was right, and whoever guesses is slowed down.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Config } from "../../shared/config.ts";
import { wholeSeconds } from "../limits/whole-seconds.ts";

/** `asked`: there is no name and password, or a wrong one. `slowed`: the address has sent too many wrong ones. */
type Signed = { readonly is: "in" | "asked" } | { readonly is: "slowed"; readonly retryAfterSeconds: number };

/**
 * @param authorization the header of the request
 * @param from the address that it came from
 */
export type SignIn = (authorization: string | undefined, from: string) => Signed;

/**
 * Null while no password is set: then nobody gets in.
 * @param now a clock in milliseconds that never goes back
 */
export function openSignIn(config: Config, now: () => number): SignIn | null {
  const { OPS_USER, OPS_PASSWORD, OPS_WRONG_PASSWORDS, OPS_WRONG_PASSWORDS_MS } = config;
  if (OPS_PASSWORD === undefined) return null;
  const right = digest(`${OPS_USER}:${OPS_PASSWORD}`);
  const guesses = openGuesses(OPS_WRONG_PASSWORDS_MS, now);
  return (authorization, from) => {
    const sent = credentialsIn(authorization);
    if (sent === null) return { is: "asked" };
    const isRight = timingSafeEqual(digest(sent), right);
    const { wrong, leftMs } = isRight ? guesses.of(from) : guesses.count(from);
    // The right one too: else a guess would be as good as before.
    if (wrong > OPS_WRONG_PASSWORDS) return { is: "slowed", retryAfterSeconds: wholeSeconds(leftMs) };
    return { is: isRight ? "in" : "asked" };
  };
}

/** `name:password`; null where the header holds none. */
function credentialsIn(authorization = ""): string | null {
  const [, encoded] = /^Basic +([A-Za-z0-9+/=]{1,1024})$/i.exec(authorization) ?? [];
  return encoded === undefined ? null : Buffer.from(encoded, "base64").toString("utf8");
}

/** Of one length, whatever was sent. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** The most addresses that are remembered; the one whose first guess is longest ago is forgotten. */
const addressesMax = 10_000;

/** Counts wrong passwords by address, each for so long from the first on. */
function openGuesses(forMs: number, now: () => number) {
  const known = new Map<string, { readonly wrong: number; readonly until: number }>();
  const look = (from: string) => {
    const at = now();
    const found = known.get(from);
    return found && found.until > at ? { ...found, at } : { wrong: 0, until: at + forMs, at };
  };
  return {
    of: (from: string) => {
      const { wrong, until, at } = look(from);
      return { wrong, leftMs: until - at };
    },
    count: (from: string) => {
      const { wrong, until, at } = look(from);
      // Who begins anew becomes the youngest.
      if (wrong === 0) known.delete(from);
      known.set(from, { wrong: wrong + 1, until });
      const [oldest] = known.keys();
      if (known.size > addressesMax && oldest !== undefined) known.delete(oldest);
      return { wrong: wrong + 1, leftMs: until - at };
    },
  };
}
