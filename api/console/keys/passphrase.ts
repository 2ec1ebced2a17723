/**
 * From a passphrase to a key, with Argon2id (RFC 9106). The passphrase stays in this browser; what is stored with the
 * wrapped key are the cost and the salt.
 */
import { argon2id } from "hash-wasm";
import type { WrappedKey } from "../../organization/schema/handshake.ts";
import { type Bytes, decodeBase64url, encodeBase64url } from "./base64url.ts";
import { KeyError } from "./key-error.ts";

type Kdf = WrappedKey["kdf"];

/** The second recommended option of RFC 9106, section 4: where memory is scarce, as in a browser on a phone. */
const recommended = { name: "argon2id", memoryKib: 65_536, passes: 3, lanes: 4 } as const;
const saltBytes = 16;

/** What is taken from storage: beyond it, a page could be made to hang by what somebody stored. */
const bounds = {
  memoryKib: [19_456, 1_048_576],
  passes: [1, 20],
  lanes: [1, 16],
  saltBytes: [16, 64],
} as const;

/** The cost of a new key, with a salt of its own. */
export function newKdf(): Kdf {
  return { ...recommended, salt: encodeBase64url(crypto.getRandomValues(new Uint8Array(saltBytes))) };
}

/**
 * The AES-256-GCM key of a passphrase. The same passphrase typed on another keyboard is the same: it is brought into one
 * Unicode form first.
 * @throws KeyError
 */
export async function deriveKey(passphrase: string, kdf: Kdf): Promise<CryptoKey> {
  const salt = decodeBase64url(kdf.salt);
  const isSane =
    kdf.name === "argon2id" &&
    isWithin(kdf.memoryKib, bounds.memoryKib) &&
    isWithin(kdf.passes, bounds.passes) &&
    isWithin(kdf.lanes, bounds.lanes) &&
    isWithin(salt.length, bounds.saltBytes);
  if (!isSane) throw new KeyError("damaged");
  if (passphrase === "") throw new KeyError("passphrase");
  const derived = await stretch(passphrase.normalize("NFKC"), salt, kdf);
  return crypto.subtle.importKey("raw", derived, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function stretch(password: string, salt: Bytes, kdf: Kdf): Promise<Bytes> {
  try {
    const derived = await argon2id({
      password,
      salt,
      memorySize: kdf.memoryKib,
      iterations: kdf.passes,
      parallelism: kdf.lanes,
      hashLength: 32,
      outputType: "binary",
    });
    return new Uint8Array(derived);
  } catch (cause) {
    // With sane numbers the only thing left to fail is the memory.
    throw new KeyError("memory", cause);
  }
}

function isWithin(value: number, [least, most]: readonly [number, number]): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
