/**
 * `run.json` in the data folder: for scripts, where everything is.
 * It is there exactly while everything is ready, and its numbers follow processes that are started again.
 */
import { type DataFolder, removeFile, writeText } from "./data-folder.ts";
import type { Addresses, House } from "./house.ts";

const FILE = "run.json";

/** The file of this start. */
export type RunFile = {
  /** Writes the file; from then on `refresh` keeps it current. */
  publish(addresses: Addresses, access: { readonly scimUrl: string; readonly scimKey: string }): void;
  refresh(): void;
  remove(): void;
};

/** Removes what a killed start has left, and makes ready to publish. */
export function openRunFile(folder: DataFolder, house: () => House): RunFile {
  let write = () => {};
  removeFile(folder, FILE);
  return {
    publish: (addresses, { scimUrl, scimKey }) => {
      write = () => {
        const run = {
          scimUrl,
          scimKey,
          mailUrl: addresses.mailboxUrl,
          apiPid: house().pidOf("api"),
          workerPid: house().pidOf("worker"),
          mongoUri: addresses.mongoUri,
          redisUrl: addresses.redisUrl,
        };
        writeText(folder, FILE, `${JSON.stringify(run, null, 2)}\n`);
      };
      write();
    },
    refresh: () => write(),
    remove: () => {
      write = () => {};
      removeFile(folder, FILE);
    },
  };
}
