/**
 * The product as a newcomer starts it: on servers and data of its own, with an organization that has only its owner.
 * When it is closed, nothing of it is left, neither a process nor a file.
 */
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { openAdmin } from "../../local/admin.ts";
import { sampleId } from "../../local/sample-organization.ts";
import { startChild } from "../../local/services/child.ts";
import { projectFolder } from "../../local/settings.ts";

const runFile = z.object({
  scimUrl: z.url(),
  scimKey: z.string(),
  mongoUri: z.string(),
  redisUrl: z.string(),
});

/** A running product. */
export type Product = Pick<z.infer<typeof runFile>, "scimUrl" | "scimKey"> & {
  readonly close: () => Promise<void>;
};

/**
 * Starts the product on a free port.
 * @throws Trouble with its last words when it does not start
 */
export async function openProduct(signal: AbortSignal): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-judges-"));
  let stop: () => Promise<unknown> = async () => undefined;
  const close = async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const data = join(folder, "data");
    const published = join(data, "run.json");
    const start = await startChild(
      {
        name: "rollcall",
        program: process.execPath,
        args: [join(projectFolder, "local/start.ts"), "--empty"],
        environment: { ROLLCALL_DATA: data, PORT: "0", ...itsOwn },
        logFile: join(folder, "start.log"),
      },
      async () => existsSync(published),
      { signal },
    );
    stop = start.stop;
    const { scimUrl, scimKey, mongoUri, redisUrl } = runFile.parse(
      JSON.parse(await readFile(published, "utf8")),
    );
    // The judges make people without any address, whom an organization takes only when it is told to (row B11).
    const admin = openAdmin(sampleId, { MONGODB_URI: mongoUri, REDIS_URL: redisUrl });
    await admin.change({ "without-address": "wait" });
    return { scimUrl, scimKey, close };
  } catch (failure) {
    await close();
    throw failure;
  }
}

/** The judges send faster than a directory does; and what they write would stay behind in servers that are somebody's. */
const itsOwn = {
  SCIM_RATE_PER_SECOND: "0",
  MONGODB_URI: undefined,
  REDIS_URL: undefined,
  SMTP_URL: undefined,
};
