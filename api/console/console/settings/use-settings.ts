/**
 * The organization with its settings, and changing them: what the server answers is shown at once.
 */
import { useSWRConfig } from "swr";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { useToast } from "../../parts/toast.tsx";
import { useOrganization } from "../../parts/use-api.ts";
import type { Organization, Settings } from "../../parts/wire.ts";

export type SettingsChange = Partial<Omit<Settings, "failureMail">> & {
  readonly failureMail?: Partial<Settings["failureMail"]>;
};

/** @throws ProblemError */
export type ChangeSettings = (change: SettingsChange) => Promise<void>;

export function useSettings() {
  const read = useOrganization<Organization>("");
  const path = useOrganizationPath();
  const { mutate } = useSWRConfig();
  const toast = useToast();
  const change: ChangeSettings = async (settings) => {
    const organization = await request<Organization>("PATCH", path("/settings"), settings);
    await mutate(path(""), organization, { revalidate: false });
    toast("Saved.");
  };
  return { ...read, change };
}
