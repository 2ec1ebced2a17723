/**
 * The options of a command as it needs them: texts, numbers, choices, times.
 */
import { z } from "zod";
import type { RemovalGuard } from "../../shared/removal-guard.ts";
import { Refusal } from "../organization/refusal.ts";

export type Options = Readonly<Record<string, string>>;

export function text(options: Options, name: string): string {
  const value = options[name];
  if (value === undefined) throw new Refusal(`--${name} is missing.`);
  return value;
}

export function whole(options: Options, name: string): number | undefined {
  const value = options[name];
  if (value === undefined) return undefined;
  const read = z.coerce.number().int().min(0).safeParse(value);
  if (!read.success) throw new Refusal(`--${name} must be a whole number.`);
  return read.data;
}

export function choice<const Choice extends string>(
  options: Options,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = options[name];
  if (value === undefined) return undefined;
  const found = choices.find((one) => one === value);
  if (found === undefined) throw new Refusal(`--${name} must be ${choices.join(" or ")}.`);
  return found;
}

export function yesNo(options: Options, name: string): boolean | undefined {
  const word = choice(options, name, ["yes", "no"]);
  return word === undefined ? undefined : word === "yes";
}

/** What stands between commas; an empty text is an empty list. */
export function list(options: Options, name: string): string[] | undefined {
  const value = options[name];
  if (value === undefined) return undefined;
  return value.trim() === "" ? [] : value.split(",");
}

export function duration(value: string, name = "overlap"): number {
  const [, amount, unit = "s"] = /^(\d{1,6})([smhd]?)$/.exec(value) ?? [];
  if (amount === undefined) throw new Refusal(`--${name} must be a time such as 0, 30m, 12h or 7d.`);
  const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit === "" ? "s" : unit] ?? 1_000;
  return Number(amount) * unitMs;
}

/** Beyond how many members and how many percent of all it is a mass removal: `20/10`, or `off`. */
export function removalGuard(options: Options): RemovalGuard | "off" | undefined {
  const value = options["removal-guard"];
  if (value === undefined || value === "off") return value;
  const [, members, percent] = /^(\d{1,7})\/(\d{1,2}|100)$/.exec(value) ?? [];
  if (members === undefined || percent === undefined)
    throw new Refusal("--removal-guard must be members and percent, such as 20/10, or off.");
  return { members: Number(members), percent: Number(percent) };
}
