/**
 * What went wrong on the way back from a provider, in words. The page never shows what stands in its address: only what
 * it knows itself.
 */
const words: Readonly<Record<string, string>> = {
  noProvider: "This organization has no provider of its own here. Sign in with your address instead.",
  unknownMember:
    "Your provider knows you, but nobody in this organization has your address. Ask an admin to invite you.",
  notAllowed: "You have no access to this organization at the moment. Ask one of its admins.",
  noVerifiedAddress:
    "Your provider did not vouch for your e-mail address, so it cannot be told who you are. Sign in with your address instead.",
  cancelled: "The sign-in at your provider was not finished. Begin again.",
  expired: "The sign-in took too long, or was begun in another window. Begin again.",
  providerFailed:
    "Your provider could not be reached, or answered something that cannot be trusted. Try again, or sign in with your address.",
};

/** @param problem as it stands in the address; null where nothing went wrong */
export function troubleInWords(problem: string | null): string | null {
  if (problem === null) return null;
  if (Object.hasOwn(words, problem)) return words[problem] ?? null;
  return "The sign-in did not work. Begin again, or sign in with your address.";
}
