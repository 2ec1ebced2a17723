/**
 * `npm run bench [acks|applying|groups|lists|finding|bulk|cycle|neighbour|sizes …]`: the figures of docs/performance.md, each beside its baseline of the same run.
 */
import { cpus, totalmem } from "node:os";
import { measureAcks } from "./acks.ts";
import { measureBacklog, measureLag } from "./applying.ts";
import { measureBulk } from "./bulk.ts";
import { measureCycle } from "./cycle.ts";
import { measureFinding } from "./finding.ts";
import { measureGroups } from "./groups/main.ts";
import { measureLists } from "./lists.ts";
import { measureNeighbour } from "./neighbour.ts";
import { measureSizes } from "./sizes.ts";
import { openStage, residentMb, type Stage } from "./stage.ts";

const wanted = process.argv.slice(2);

console.log(
  `${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
);
const measurements: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  acks: async (stage) => console.table(await measureAcks(stage)),
  applying: async (stage) => {
    console.table([await measureBacklog(stage)]);
    console.table([await measureLag(stage)]);
    const { api, worker } = stage.house;
    console.table([
      { "API, MB resident": await residentMb(api.pid), "worker, MB resident": await residentMb(worker.pid) },
    ]);
  },
  groups: measureGroups,
  lists: async (stage) => console.table(await measureLists(stage)),
  finding: async (stage) => console.table(await measureFinding(stage)),
  bulk: async (stage) => console.table(await measureBulk(stage)),
  cycle: async (stage) => console.table([await measureCycle(stage)]),
  neighbour: async (stage) => console.table(await measureNeighbour(stage)),
  sizes: async (stage) => {
    await stage.house.startWorker();
    console.table(await measureSizes(stage));
  },
};

for (const [name, measure] of Object.entries(measurements)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  // Each on servers of its own: no measurement works off what another one left.
  const stage = await openStage();
  try {
    await measure(stage);
  } finally {
    await stage.close();
  }
}
