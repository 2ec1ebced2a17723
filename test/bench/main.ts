/**
 * `npm run bench [acks|applying|sizes …]`: the figures of docs/performance.md, each beside its baseline of the same run.
 */
import { cpus, totalmem } from "node:os";
import { measureAcks } from "./acks.ts";
import { measureBacklog, measureLag } from "./applying.ts";
import { measureSizes } from "./sizes.ts";
import { openStage, residentMb } from "./stage.ts";

const wanted = process.argv.slice(2);
const wants = (name: string) => wanted.length === 0 || wanted.includes(name);

console.log(
  `${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
);
const stage = await openStage();
try {
  if (wants("acks")) console.table(await measureAcks(stage));
  if (wants("applying")) {
    console.table([await measureBacklog(stage)]);
    console.table([await measureLag(stage)]);
    console.table([
      {
        "API, MB resident": await residentMb(stage.house.api.pid),
        "worker, MB resident": await residentMb(stage.house.worker.pid),
      },
    ]);
  }
  if (wants("sizes")) {
    if (!wants("applying")) await stage.house.startWorker();
    console.table(await measureSizes(stage));
  }
} finally {
  await stage.close();
}
