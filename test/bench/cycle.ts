/**
 * An initial cycle of the simulated tenant as a whole: how long until all of it is acknowledged, and until all of it
 * is applied. E-mails go out beside it.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectFolder } from "../../local/settings.ts";
import { expectMembershipsPending, expectPending } from "./pending.ts";
import type { Stage } from "./stage.ts";

const size = { users: 10_000, groups: 200, memberships: 50_000, connections: 16, cycles: 0 };

export async function measureCycle(stage: Stage) {
  const { id, url, base, headers } = await stage.organization("cycle");
  await stage.house.startWorker();
  const key = headers["authorization"]?.split(" ")[1] ?? "";
  const options = Object.entries(size).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const script = join(projectFolder, "local/directory/main.ts");
  const startedAt = performance.now();
  await promisify(execFile)(
    process.execPath,
    [script, "--url", `${url}${base}`, "--key", key, "--json", ...options],
    { maxBuffer: 2 ** 28 },
  );
  const acknowledged = performance.now() - startedAt;
  await expectPending(stage.house, id, 0);
  await expectMembershipsPending(stage.house, id, 0);
  const applied = performance.now() - startedAt;
  const { memberships } = stage.house.deps.store;
  return {
    users: size.users,
    groups: size.groups,
    memberships: await memberships.countDocuments({ organization: id, inForce: true }),
    "acknowledged, s": Math.round(acknowledged / 100) / 10,
    "applied, s": Math.round(applied / 100) / 10,
  };
}
