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

export const sessionPath = "/api/session";

/** `data` is undefined until there is something; with `error`, what is there may be old. */
type Read<Data> = {
  readonly data: Data | undefined;
  readonly error: ProblemError | undefined;
  /** Whether `data` is still that of the path before; only with `keepPrevious`. */
  readonly isStale: boolean;
  readonly readAgain: () => void;
};

type Options<Data> = {
  readonly keepPrevious?: boolean;
  /** Whether to ask again and again, by what is known; for who waits for a change that nobody tells them of. */
  readonly isAwaiting?: (data: Data | undefined) => boolean;
};

/** Of who waits, while the page is to be seen. */
const askAgainMs = 3_000;

/** Reads a path of the API; nothing while it is null. */
export function useApi<Data>(path: string | null, options: Options<Data> = {}): Read<Data> {
  const { keepPrevious = false, isAwaiting = () => false } = options;
  const { data, error, isLoading, mutate } = useSWR<Data, ProblemError>(path, {
    keepPreviousData: keepPrevious,
    refreshInterval: (known) => (isAwaiting(known) ? askAgainMs : 0),
  });
  return { data, error, isStale: isLoading && data !== undefined, readAgain: () => void mutate() };
}

/** Reads a path of the organization's API, as in `useOrganization<Overview>("/overview")`. */
export function useOrganization<Data>(rest: string | null, options: Options<Data> = {}): Read<Data> {
  const path = useOrganizationPath();
  return useApi<Data>(rest === null ? null : path(rest), options);
}

/** Gives a function that reads everything anew that is on the page, and who one is by now; for after a change. */
export function useReadAgain(): () => Promise<void> {
  const { mutate } = useSWRConfig();
  const ours = useOrganizationPath()("");
  return async () => {
    await mutate((key) => typeof key === "string" && (key.startsWith(ours) || key === sessionPath));
  };
}
