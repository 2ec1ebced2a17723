/**
 * The options of `npm run directory`.
 *
 * Always true: what is returned can be used as it is; an option that cannot be is named by the error.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { defaultMappings, parseMappings } from "./mapping/mapping.ts";
import { createTenant, type Tenant } from "./tenant.ts";
import type { Target } from "./wire/connection.ts";

export const help = `Plays a simulated Microsoft Entra tenant against a SCIM 2.0 server:
Test Connection, an initial cycle, incremental cycles with changes, and a check.

  npm run directory -- --url URL --key KEY [options]

  --url URL          the base URL of the server, e.g. http://127.0.0.1:8080/scim/v2/acme
  --key KEY          its bearer key
  --users N          people in scope (200, at least 5)
  --groups G         assigned groups (20)
  --memberships M    of people in those groups (about two for each person)
  --seed S           another number gives other people (1)
  --domain D         the domain of their addresses (northwind.example)
  --connections C    requests in flight (16)
  --cycles K         incremental cycles after the initial one (1)
  --mappings FILE    another table than attribute-mappings.json
  --people-only      leave the mapping of groups off: the people of assigned groups are sent, groups are not
  --check            compare the organization with the tenant at the end
  --json             print one JSON document instead
  --help
`;

export type Options = {
  tenant: Tenant;
  target: Target;
  cycles: number;
  check: boolean;
  json: boolean;
  help: false;
};

/** Throws an Error that names the option that is wrong. */
export function readOptions(args: string[]): Options | { help: true; json: boolean } {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: "string" },
      key: { type: "string" },
      users: { type: "string", default: "200" },
      groups: { type: "string", default: "20" },
      memberships: { type: "string" },
      seed: { type: "string", default: "1" },
      domain: { type: "string", default: "northwind.example" },
      connections: { type: "string", default: "16" },
      cycles: { type: "string", default: "1" },
      mappings: { type: "string" },
      "people-only": { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return { help: true, json: values.json };
  const { url, key, domain, mappings: file, check, json } = values;
  if (url === undefined || !URL.canParse(url))
    throw new Error("--url must be the base URL of a SCIM server, see --help");
  if (key === undefined) throw new Error("--key must be its bearer key, see --help");
  const users = wholeNumber("users", values.users, 5);
  const groups = wholeNumber("groups", values.groups, 0);
  const memberships =
    values.memberships === undefined ? undefined : wholeNumber("memberships", values.memberships, 0);
  const seed = wholeNumber("seed", values.seed, 0);
  const connections = wholeNumber("connections", values.connections, 1);
  const cycles = wholeNumber("cycles", values.cycles, 0);
  const table = file === undefined ? defaultMappings : parseMappings(readFileSync(file, "utf8"));
  const mappings = values["people-only"] ? { ...table, groups: null } : table;
  const size = { users, groups, ...(memberships !== undefined && { memberships }) };
  const tenant = createTenant({ ...size, seed, domain, mappings });
  return { tenant, target: { url, key, connections }, cycles, check, json, help: false };
}

function wholeNumber(option: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least)
    throw new Error(`--${option} must be a whole number from ${least} on`);
  return number;
}
