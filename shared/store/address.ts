/**
 * Which of a user's addresses e-mails go to (row B11).
 */
import type { UserAttributes } from "../scim/schema/user.ts";

/** As much of RFC 5321 as keeps an address from being read as anything else in a mail's head; 254 characters at most. */
const address = /^[^\s\p{Cc}@<>()[\]\\,;:"]{1,64}@[^\s\p{Cc}@<>()[\]\\,;:"]{1,189}$/u;

/** Whether a text can be an e-mail address. */
export function isAddress(text: string | undefined): text is string {
  return text !== undefined && address.test(text);
}

/**
 * The address for e-mails: the primary one; else that of type work; else the first; else the userName.
 * @returns undefined where none of them is an e-mail address
 */
export function addressOf(attributes: UserAttributes): string | undefined {
  const emails = attributes.emails ?? [];
  const ranked = [
    emails.find(({ primary }) => primary)?.value,
    emails.find(({ type }) => type?.toLowerCase() === "work")?.value,
    ...emails.map(({ value }) => value),
    attributes.userName,
  ];
  return ranked.find(isAddress);
}
