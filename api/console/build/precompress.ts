/**
 * Compresses the built pages once, at build, as far as compression goes: beside `name.js` lie `name.js.br` and
 * `name.js.gz`. What does not become smaller has none.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

const texts = /\.(?:html|js|css|svg|json|wasm)$/;

export function precompress(): Plugin {
  return {
    name: "precompress",
    apply: "build",
    async writeBundle({ dir }) {
      if (dir === undefined) throw new Error("The pages are written to a folder.");
      const names = await readdir(dir, { recursive: true });
      await Promise.all(names.filter((name) => texts.test(name)).map((name) => compress(join(dir, name))));
    },
  };
}

async function compress(path: string): Promise<void> {
  const bytes = await readFile(path);
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  const forms = { br: await brotli(bytes, { params: quality }), gz: await zip(bytes, { level: 9 }) };
  for (const [ending, form] of Object.entries(forms)) {
    if (form.length < bytes.length) await writeFile(`${path}.${ending}`, form);
  }
}
