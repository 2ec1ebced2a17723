/**
 * Files as they are served, read once into memory: all pages together are smaller than one picture. So a name is looked
 * up and never becomes a path, and a build that replaces the files takes none away from under an answer.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";

export type SiteFile = {
  /** The ending of its name, from which its media type comes. */
  readonly type: string;
  /** Names the content, in whichever encoding it is sent. */
  readonly tag: string;
  readonly bytes: Buffer;
  /** The same, compressed; null where that has not been done. */
  readonly br: Buffer | null;
  readonly gzip: Buffer | null;
};

/** By their paths within the folder, with `/` between. */
export type SiteFiles = ReadonlyMap<string, SiteFile>;

export function siteFile(name: string, bytes: Buffer, br: Buffer | null, gzip: Buffer | null): SiteFile {
  const tag = `W/"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
  return { type: extname(name), tag, bytes, br, gzip };
}

/**
 * Reads all files of a folder. `name.br` and `name.gz` are forms of `name`; what begins with a dot is left out.
 * @throws Error of the file system, ENOENT where there is no such folder
 */
export async function readFiles(folder: string): Promise<SiteFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => join(entry.parentPath, entry.name));
  const contents = new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(path)] as const)),
  );
  const files = [...contents].filter(([path]) => !/\.(?:br|gz)$/.test(path));
  return new Map(
    files.map(([path, bytes]) => [
      relative(folder, path).replaceAll(sep, "/"),
      siteFile(path, bytes, contents.get(`${path}.br`) ?? null, contents.get(`${path}.gz`) ?? null),
    ]),
  );
}
