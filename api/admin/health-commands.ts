/**
 * The commands about how the sync is.
 */
import { listConnections } from "../organization/directory/connections.ts";
import { readHealth } from "../organization/overview/health.ts";
import { requireOrganization } from "../organization/settings/organizations.ts";
import { type Command, organization } from "./command.ts";
import { text } from "./options.ts";

export const healthCommands: Readonly<Record<string, Command>> = {
  health: {
    about: "how the sync is, and why: healthy, degraded, failing, silent, neverConnected or off",
    options: organization,
    run: async (deps, options) => {
      const place = await requireOrganization(deps, text(options, "organization"));
      const [judged] = await readHealth(deps, [place]);
      return { health: judged?.health.state, reasons: judged?.health.reasons };
    },
  },
  connections: {
    about: "what was seen of the directory's calls: by key, its cycles, and what was refused in a row",
    options: organization,
    run: async (deps, options) => ({
      connections: await listConnections(
        deps,
        await requireOrganization(deps, text(options, "organization")),
      ),
    }),
  },
};
