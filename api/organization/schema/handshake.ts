/**
 * The keys of members and of the organization, as the server sees them: opaque texts that only browsers open
 * (rows B50 to B53). Every text is base64url without padding.
 */
import { z } from "zod";
import { moment } from "./common.ts";
import { roles, statuses } from "./member.ts";

const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/);

/** A raw X25519 public key: 32 bytes. */
export const publicKey = base64url.length(43);

/** A private key under a key that is derived from the passphrase. */
export const wrappedKey = z
  .strictObject({
    version: z.literal(1),
    /** Argon2id (RFC 9106): memory in KiB, passes, lanes, and the salt. */
    kdf: z.strictObject({
      name: z.literal("argon2id"),
      memoryKib: z.number().int().min(19_456).max(1_048_576),
      passes: z.number().int().min(1).max(20),
      lanes: z.number().int().min(1).max(16),
      salt: base64url.min(22).max(86),
    }),
    /** AES-256-GCM: the nonce, and the ciphertext with its tag. */
    nonce: base64url.length(16),
    ciphertext: base64url.min(40).max(200),
  })
  .meta({ id: "WrappedKey" });
export type WrappedKey = z.infer<typeof wrappedKey>;

/** The organization's key, sealed for one public key with HPKE (RFC 9180): the encapsulated key and the ciphertext. */
export const sealedKey = z
  .strictObject({
    version: z.literal(1),
    enc: base64url.length(43),
    ciphertext: base64url.min(40).max(200),
  })
  .meta({ id: "SealedKey" });
export type SealedKey = z.infer<typeof sealedKey>;

/** A key pair that a browser made: the private key leaves it wrapped alone. */
export const keyPair = z.strictObject({ publicKey, wrappedPrivateKey: wrappedKey });
export type KeyPair = z.infer<typeof keyPair>;

/** The member's own keys, for the member's browser. */
export const ownKeys = z
  .object({
    publicKey: publicKey.nullable(),
    wrappedPrivateKey: wrappedKey.nullable(),
    sealedOrganizationKey: sealedKey.nullable(),
    /** Whether the organization has a key at all. */
    organizationHasKey: z.boolean(),
  })
  .meta({ id: "OwnKeys" });
export type OwnKeys = z.infer<typeof ownKeys>;

/** An owner makes the organization's key, once. */
export const organizationKeySetup = keyPair.extend({ sealedOrganizationKey: sealedKey });
export type OrganizationKeySetup = z.infer<typeof organizationKeySetup>;

/** Another passphrase: the same key pair, wrapped anew. */
export const passphraseChange = keyPair;

/** A lost passphrase: a new key pair; the member has to be confirmed again. */
export const keyReset = keyPair;

/** Confirms members who accepted: the organization's key sealed for the public key that was shown. */
export const confirmation = z.strictObject({
  members: z
    .array(z.strictObject({ id: z.string().max(100), publicKey, sealedOrganizationKey: sealedKey }))
    .min(1)
    .max(1_000),
});
export type Confirmed = z.infer<typeof confirmation>["members"][number];

/** What a link of an invitation opens. */
export const invitationLink = z.strictObject({
  organization: z.string().max(63),
  token: z.string().max(200),
});

/** `open`: can be accepted. All others cannot, and the page says which it is only where the token proves that it was theirs. */
export const invitationView = z
  .object({
    state: z.enum(["open", "expired", "superseded", "used", "revoked", "unknown"]),
    organization: z.object({ id: z.string(), name: z.string(), contact: z.string() }).nullable(),
    member: z
      .object({
        id: z.string(),
        name: z.string().nullable(),
        address: z.string().nullable(),
        role: z.enum(roles),
        status: z.enum(statuses),
      })
      .nullable(),
    expiresAt: moment.nullable(),
  })
  .meta({ id: "InvitationLink" });

export type InvitationView = z.infer<typeof invitationView>;

export const acceptance = invitationLink.extend(keyPair.shape);
