/**
 * Compiles MJML templates to HTML in a thread of its own that ends with it: MJML is needed once, and would keep
 * some 90 MB for as long as the process lives. What was compiled once can be kept in a folder, and is taken from there for
 * as long as templates and MJML are the same.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { z } from "zod";

const texts = z.array(z.string());
const mjmlPackage = z.object({ version: z.string() });

/**
 * @param templates files
 * @param keptIn a folder that only those may write whom the e-mails trust; without it nothing is kept
 * @returns the HTML of each, in the same order
 * @throws Error where a template is no valid MJML
 */
export async function compileMjml(templates: readonly URL[], keptIn?: string): Promise<string[]> {
  const sources = await Promise.all(templates.map((template) => readFile(template, "utf8")));
  if (keptIn === undefined) return compileInThread(sources);
  const file = join(keptIn, `mjml-${nameOf(sources)}.json`);
  const kept = await readFile(file, "utf8").catch(() => null);
  if (kept !== null) return texts.parse(JSON.parse(kept));
  const compiled = await compileInThread(sources);
  await mkdir(keptIn, { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(compiled));
  await rename(draft, file);
  return compiled;
}

/** Other templates, or another MJML, have another name. */
function nameOf(sources: readonly string[]): string {
  const { version } = mjmlPackage.parse(createRequire(import.meta.url)("mjml/package.json"));
  return createHash("sha256")
    .update(JSON.stringify([version, sources]))
    .digest("hex")
    .slice(0, 32);
}

function compileInThread(sources: readonly string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL(import.meta.url), { workerData: sources });
    thread.once("message", (compiled) => resolve(texts.parse(compiled)));
    thread.once("error", reject);
  });
}

if (!isMainThread && parentPort) {
  const { default: mjml2html } = await import("mjml");
  const compiled: string[] = [];
  for (const source of texts.parse(workerData)) {
    const { html } = await mjml2html(source, { validationLevel: "strict", fonts: {} });
    compiled.push(html);
  }
  parentPort.postMessage(compiled);
}
