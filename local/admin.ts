/**
 * The project's own command-line tool, asked as a script would: one command, one JSON document.
 * What it answers is checked before anything is made of it.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import { childEnvironment, projectFolder } from "./settings.ts";

const OUTPUT_MAX_BYTES = 256 * 1024 * 1024;

const refused = z.object({ error: z.string() });
const organizations = z.object({ organizations: z.array(z.object({ id: z.string() })) });
const scimAccess = z.object({ scimUrl: z.string(), scimKey: z.string() });
const signInLink = z.object({ url: z.string() });
const members = z.object({
  members: z.array(
    z.object({
      id: z.string(),
      userName: z.string(),
      status: z.string(),
      pending: z.boolean(),
      waiting: z.object({ kind: z.string() }).nullable(),
    }),
  ),
});
const group = z.object({
  id: z.string(),
  displayName: z.string(),
  linked: z.boolean(),
  pending: z.boolean(),
});
const groups = z.object({ groups: z.array(group) });
const failures = z.object({
  failures: z.array(
    z.object({ kind: z.string(), subject: z.string(), cause: z.string(), state: z.string() }),
  ),
});
const events = z.object({
  events: z.array(
    z.object({
      number: z.number(),
      kind: z.string(),
      at: z.coerce.date(),
      since: z.coerce.date().nullish(),
    }),
  ),
});

type Owner = { readonly address: string; readonly givenName: string; readonly familyName: string };
export type ScimAccess = z.infer<typeof scimAccess>;
export type MemberRow = z.infer<typeof members>["members"][number];
export type GroupRow = z.infer<typeof group>;
export type FailureRow = z.infer<typeof failures>["failures"][number];
export type EventRow = z.infer<typeof events>["events"][number];

/** The commands that a start needs, for one organization. Each rejects with the tool's own message. */
export type Admin = {
  exists(): Promise<boolean>;
  create(options: { name: string; owner: Owner; seats: number }): Promise<void>;
  /** Changes settings, by the names of the tool's options. */
  change(settings: Readonly<Record<string, string>>): Promise<void>;
  enableScim(): Promise<ScimAccess>;
  rotateKey(): Promise<ScimAccess>;
  /** A link that signs a member in once, for so long: `15m`, `12h`. */
  signInLink(member: string, forTime: string): Promise<string>;
  invite(person: { address: string; name: string }): Promise<void>;
  members(): Promise<MemberRow[]>;
  groups(): Promise<GroupRow[]>;
  createGroup(name: string): Promise<void>;
  /** Groups are named by their id or name, members by their id, userName or address. */
  addToGroup(group: string, member: string): Promise<void>;
  renameGroup(group: string, name: string): Promise<void>;
  failures(): Promise<FailureRow[]>;
  events(after: number): Promise<EventRow[]>;
};

/**
 * The tool for one organization.
 * @param environment the addresses that the tool needs
 */
export function openAdmin(organization: string, environment: Record<string, string>): Admin {
  const ask = <T>(schema: z.ZodType<T>, command: string, ...args: readonly string[]) =>
    askTool(schema, environment, [command, ...args]);
  const here = ["--organization", organization];
  return {
    exists: async () => {
      const all = await ask(organizations, "organizations");
      return all.organizations.some(({ id }) => id === organization);
    },
    create: async ({ name, owner, seats }) => {
      const what = ["--id", organization, "--name", name, "--owner", owner.address];
      const named = ["--owner-given-name", owner.givenName, "--owner-family-name", owner.familyName];
      await ask(
        z.unknown(),
        "create-organization",
        ...what,
        ...named,
        "--plan",
        "enterprise",
        "--seats",
        String(seats),
      );
    },
    change: async (settings) => {
      const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
      await ask(z.unknown(), "change-organization", ...here, ...options);
    },
    enableScim: () => ask(scimAccess, "enable-scim", ...here),
    rotateKey: () => ask(scimAccess, "rotate-key", ...here),
    signInLink: async (member, forTime) =>
      (await ask(signInLink, "sign-in-link", ...here, "--member", member, "--for", forTime)).url,
    invite: async ({ address, name }) => {
      await ask(z.unknown(), "invite", ...here, "--email", address, "--name", name);
    },
    members: async () => (await ask(members, "members", ...here)).members,
    groups: async () => (await ask(groups, "groups", ...here)).groups,
    createGroup: async (name) => {
      await ask(z.unknown(), "create-group", ...here, "--name", name);
    },
    addToGroup: async (which, member) => {
      await ask(z.unknown(), "add-to-group", ...here, "--group", which, "--member", member);
    },
    renameGroup: async (which, name) => {
      await ask(z.unknown(), "rename-group", ...here, "--group", which, "--name", name);
    },
    failures: async () => (await ask(failures, "failures", ...here)).failures,
    events: async (after) => (await ask(events, "events", ...here, "--after", String(after))).events,
  };
}

async function askTool<T>(
  schema: z.ZodType<T>,
  environment: Record<string, string>,
  args: readonly string[],
): Promise<T> {
  const answer = await runTool(environment, [...args, "--json"]);
  const document = schema.safeParse(answer);
  if (document.success) return document.data;
  throw new Error(`The answer of "admin ${args[0]}" cannot be read: ${z.prettifyError(document.error)}`);
}

function runTool(environment: Record<string, string>, args: readonly string[]): Promise<unknown> {
  const script = join(projectFolder, "api/admin.ts");
  const options = { env: childEnvironment(environment), maxBuffer: OUTPUT_MAX_BYTES };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, ...args], options, (error, stdout, stderr) => {
      const answer = parse(stdout);
      const message = refused.safeParse(answer).data?.error ?? (stderr.trim() || error?.message);
      if (error === null) resolve(answer);
      else reject(new Error(`"admin ${args[0]}" failed: ${message}`));
    });
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
