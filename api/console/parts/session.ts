/**
 * Who is signed in, for every part of the page, and the paths of their organization.
 */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Session } from "./wire.ts";

export const SessionContext = createContext<Session | undefined>(undefined);

/** Who is signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("A page of the console stands within SessionContext.");
  return session;
}

/** Makes a path of the organization's API of what comes after `/api/organizations/{id}`. */
export function useOrganizationPath(): (rest: string) => string {
  const { organization } = useSession();
  return (rest) => `/api/organizations/${encodeURIComponent(organization.id)}${rest}`;
}
