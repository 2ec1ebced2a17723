/**
 * Compiles an MJML template to HTML in a thread of its own that ends with it: MJML is needed once, and would keep
 * some 90 MB for as long as the process lives.
 */
import { readFileSync } from "node:fs";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { z } from "zod";

/**
 * @param template a file
 * @throws Error where the template is no valid MJML
 */
export function compileMjml(template: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL(import.meta.url), { workerData: template.href });
    thread.once("message", (html) => resolve(z.string().parse(html)));
    thread.once("error", reject);
  });
}

if (!isMainThread && parentPort) {
  const { default: mjml2html } = await import("mjml");
  const source = readFileSync(new URL(z.string().parse(workerData)), "utf8");
  const { html } = await mjml2html(source, { validationLevel: "strict", fonts: {} });
  parentPort.postMessage(html);
}
