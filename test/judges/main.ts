/**
 * `npm run judges`: what programs by others, which test SCIM servers, say of the product as a newcomer starts it.
 * It ends with 0 only when every check of every judge is good, and leaves nothing running however it ends.
 */
import { listenForStop } from "../../local/stop-signal.ts";
import { describeFailure } from "../../local/trouble.ts";
import { openProduct } from "./product.ts";
import { openPython } from "./python.ts";
import { isGood, renderVerdict } from "./report.ts";
import { askSanity, askTester } from "./verdict.ts";

const STOPPED = 130;

const stopping = new AbortController();
void listenForStop().asked.then(() => stopping.abort());
process.exitCode = await main(stopping.signal);

async function main(signal: AbortSignal): Promise<number> {
  try {
    const python = await openPython(signal);
    const product = await openProduct(signal);
    try {
      let good = true;
      for (const ask of [askTester, askSanity]) {
        const verdict = await ask(python, product);
        process.stdout.write(`${renderVerdict(verdict)}\n`);
        good &&= isGood(verdict);
      }
      return good ? 0 : 1;
    } finally {
      await product.close();
    }
  } catch (failure) {
    if (signal.aborted) return STOPPED;
    process.stderr.write(`\n${describeFailure(failure)}\n`);
    return 1;
  }
}
