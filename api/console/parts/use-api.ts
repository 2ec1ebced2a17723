/**
 * Reading from the API: what was read is kept, shown at once the next time, and read anew when something changed.
 */
import useSWR, { type SWRConfiguration, useSWRConfig } from "swr";
import { type ProblemError, request } from "./request.ts";
import { useOrganizationPath } from "./session.ts";

export const swrOptions: SWRConfiguration = {
  fetcher: (path: string) => request("GET", path),
  // A refusal stays one; only what may pass is tried again.
  shouldRetryOnError: (error: ProblemError) => error.status === 0 || error.status >= 500,
  errorRetryCount: 5,
};

/** `data` is undefined until there is something; with `error`, what is there may be old. */
type Read<Data> = {
  readonly data: Data | undefined;
  readonly error: ProblemError | undefined;
  /** Whether `data` is still that of the path before; only with `keepPrevious`. */
  readonly isStale: boolean;
  readonly readAgain: () => void;
};

/** Reads a path of the API; nothing while it is null. */
export function useApi<Data>(path: string | null, options: { keepPrevious?: boolean } = {}): Read<Data> {
  const { data, error, isLoading, mutate } = useSWR<Data, ProblemError>(path, {
    keepPreviousData: options.keepPrevious ?? false,
  });
  return { data, error, isStale: isLoading && data !== undefined, readAgain: () => void mutate() };
}

/** Reads a path of the organization's API, as in `useOrganization<Overview>("/overview")`. */
export function useOrganization<Data>(
  rest: string | null,
  options: { keepPrevious?: boolean } = {},
): Read<Data> {
  const path = useOrganizationPath();
  return useApi<Data>(rest === null ? null : path(rest), options);
}

/** Gives a function that reads everything anew of the organization that is on the page; for after a change. */
export function useReadAgain(): () => Promise<void> {
  const { mutate } = useSWRConfig();
  const ours = useOrganizationPath()("");
  return async () => {
    await mutate((key) => typeof key === "string" && key.startsWith(ours));
  };
}
