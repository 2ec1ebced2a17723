/**
 * What the judges say: every check of theirs, in one form.
 * A judge that cannot be understood, or that checked nothing, has not found the product good.
 */
import { join } from "node:path";
import { z } from "zod";
import { Trouble } from "../../local/trouble.ts";
import type { Product } from "./product.ts";
import type { Ended, Python } from "./python.ts";

/** How one check went. */
type Check = {
  readonly name: string;
  /** In the judge's own word. */
  readonly status: string;
  /** Nothing to mend: it passed, or it is about something that Rollcall does not claim to have. */
  readonly isGood: boolean;
  readonly reason: string;
};

/** All checks of one judge. */
export type Verdict = { readonly judge: string; readonly checks: readonly Check[] };

/** Every check of scim2-tester; only SUCCESS is good. */
export async function askTester(python: Python, { scimUrl, scimKey }: Product): Promise<Verdict> {
  const judge = "scim2-tester";
  const ended = await python(join(import.meta.dirname, "scim2-tester.py"), scimUrl, scimKey);
  const checks = read(judge, ended, z.array(testerCheck)).map(
    ({ status, title, resourceType, reason, data }) => ({
      name: resourceType === null ? title : `${resourceType} ${title}`,
      status,
      isGood: status === "SUCCESS",
      reason: [reason, data].filter((text) => text !== null).join("\n"),
    }),
  );
  return { judge, checks };
}

/** Every check of scim-sanity in strict mode; agents are a draft's, not SCIM 2.0's, and may be skipped. */
export async function askSanity(python: Python, { scimUrl, scimKey }: Product): Promise<Verdict> {
  const judge = "scim-sanity";
  const options = ["--strict", "--json-output", "--i-accept-side-effects"];
  const ended = await python("-m", "scim_sanity", "probe", scimUrl, "--token", scimKey, ...options);
  const { results } = read(judge, ended, sanityReport);
  const checks = results.map(({ name, status, message, details, phase }) => ({
    name: `${phase}: ${name}`,
    status: status.toUpperCase(),
    isGood: status === "pass" || (status === "skip" && name.startsWith("Agent")),
    reason: [message, details].filter((text) => text !== "").join("\n"),
  }));
  return { judge, checks };
}

const testerCheck = z.object({
  status: z.string(),
  title: z.string(),
  resourceType: z.string().nullable(),
  reason: z.string().nullable(),
  data: z.string().nullable(),
});

const sanityReport = z.object({
  results: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      details: z.string().default(""),
      phase: z.string(),
    }),
  ),
});

function read<T>(judge: string, { stdout, stderr }: Ended, form: z.ZodType<T>): T {
  try {
    return form.parse(JSON.parse(stdout));
  } catch {
    throw new Trouble(`${judge} did not come to a verdict:`, `${stdout}\n${stderr}`.trim().slice(-2_000));
  }
}
