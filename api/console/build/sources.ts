/**
 * What pages may be made from. Whoever asks whether the built pages are still good looks here and nowhere else, so a page
 * that holds a file from elsewhere is not built.
 */
import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Plugin } from "vite";

const projectFolder = join(import.meta.dirname, "../../..");

/** Within the project; beside them the pages hold packages, which the lock names. */
export const sources = ["api/console", "api/organization/schema", "shared", "package-lock.json"] as const;

export function onlyFromSources(): Plugin {
  return {
    name: "only-from-sources",
    apply: "build",
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        const stranger = file.type === "chunk" ? file.moduleIds.map(pathOf).find(isStrange) : undefined;
        if (stranger !== undefined)
          this.error(`${stranger} is part of a page and not of the pages' sources.`);
      }
    },
  };
}

/** A module's path within the project. */
function pathOf(id: string): string {
  return relative(projectFolder, id.split("?", 1)[0] ?? "").replaceAll(sep, "/");
}

function isStrange(path: string): boolean {
  const isPackage = /(?:^|\/)node_modules\//.test(path);
  // What has no file was made by the build.
  if (isPackage || !existsSync(join(projectFolder, path))) return false;
  return !sources.some((source) => path.startsWith(`${source}/`));
}
