/**
 * What went wrong on the way back from a provider, in words. The page never shows what stands in its address: only what
 * it knows itself.
 */
const words: Readonly<Record<string, string>> = {
  notSet: "This organization has no provider of its own here. Sign in with your address instead.",
  unknownMember:
    "Your provider knows you, but nobody who may sign in to this organization has your address. Ask one of its admins.",
  denied: "Your provider did not let you in, or the sign-in there was not finished. Begin again.",
  expired: "The sign-in took too long, or was begun in another window. Begin again.",
  provider:
    "Your organization's provider could not be asked, or answered something that cannot be trusted. Try again, or sign in with your address.",
  tooMany: "Too many sign-ins were begun from where you are. Wait a few minutes, then try again.",
};

/** @param problem as it stands in the address; null where nothing went wrong */
export function troubleInWords(problem: string | null): string | null {
  if (problem === null) return null;
  if (Object.hasOwn(words, problem)) return words[problem] ?? null;
  return "The sign-in did not work. Begin again, or sign in with your address.";
}
