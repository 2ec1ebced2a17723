/**
 * The product as a newcomer starts it: on servers and data of its own, with an organization that has only its owner.
 * When it is closed, nothing of it is left, neither a process nor a file.
 */
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { startChild } from "../../local/services/child.ts";
import { projectFolder } from "../../local/settings.ts";

const runFile = z.object({ scimUrl: z.url(), scimKey: z.string() });

/** A running product. */
export type Product = z.infer<typeof runFile> & { readonly close: () => Promise<void> };

/**
 * Starts the product on a free port.
 * @throws Trouble with its last words when it does not start
 */
export async function openProduct(signal: AbortSignal): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-judges-"));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  try {
    const data = join(folder, "data");
    const published = join(data, "run.json");
    const start = await startChild(
      {
        name: "rollcall",
        program: process.execPath,
        args: [join(projectFolder, "local/start.ts"), "--empty"],
        environment: { ROLLCALL_DATA: data, PORT: "0", ...withoutNamedServers },
        logFile: join(folder, "start.log"),
      },
      async () => existsSync(published),
      { signal },
    );
    const close = async () => {
      await start.stop();
      await removeFolder();
    };
    return { ...runFile.parse(JSON.parse(await readFile(published, "utf8"))), close };
  } catch (failure) {
    await removeFolder();
    throw failure;
  }
}

/** What the judges write would stay behind in servers that are somebody's. */
const withoutNamedServers = { MONGODB_URI: undefined, REDIS_URL: undefined, SMTP_URL: undefined };
