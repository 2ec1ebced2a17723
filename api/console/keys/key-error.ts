/**
 * What can go wrong with keys, in words for the person in front of the page. Whatever is not opened with proof that it
 * is whole ends in one of these, never in bytes.
 */
const words = {
  passphrase:
    "The passphrase does not open your key. Check it for a slip of the finger. If you are sure of it, your stored key was changed: tell an admin.",
  damaged: "What is stored of this key cannot be read: it is cut off or was changed. Tell an admin.",
  notForYou:
    "The organization's key that is stored for you does not open with your key. Ask an admin to confirm you anew.",
  publicKey: "This member's public key cannot be used. Ask them to make a new one from their account.",
  message:
    "This message does not open with your organization's key: it is another organization's, cut off, or was changed.",
  unsupported:
    "This browser cannot make or open keys. Use a current version of Chrome, Edge, Firefox or Safari.",
  memory: "This device has too little free memory to open your key. Close other tabs and try again.",
} as const;

export type KeyTrouble = keyof typeof words;

export class KeyError extends Error {
  readonly trouble: KeyTrouble;

  constructor(trouble: KeyTrouble, cause?: unknown) {
    super(words[trouble], { cause });
    this.name = "KeyError";
    this.trouble = trouble;
  }
}
