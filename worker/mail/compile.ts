/**
 * Compiles MJML templates to HTML in a thread of its own that ends with it: MJML is needed once, and would keep
 * some 90 MB for as long as the process lives.
 */
import { readFileSync } from "node:fs";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { z } from "zod";

const texts = z.array(z.string());

/**
 * @param templates files
 * @returns the HTML of each, in the same order
 * @throws Error where a template is no valid MJML
 */
export function compileMjml(templates: readonly URL[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const hrefs = templates.map(({ href }) => href);
    const thread = new Worker(new URL(import.meta.url), { workerData: hrefs });
    thread.once("message", (compiled) => resolve(texts.parse(compiled)));
    thread.once("error", reject);
  });
}

if (!isMainThread && parentPort) {
  const { default: mjml2html } = await import("mjml");
  const compiled: string[] = [];
  for (const template of texts.parse(workerData)) {
    const source = readFileSync(new URL(template), "utf8");
    const { html } = await mjml2html(source, { validationLevel: "strict", fonts: {} });
    compiled.push(html);
  }
  parentPort.postMessage(compiled);
}
